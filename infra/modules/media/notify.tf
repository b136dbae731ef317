# A file that has been downloaded -> one message to whoever subscribed.
module "notify" {
  source = "../function"

  name            = "media-notify"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Tells subscribers once of each file that was downloaded"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.notify.json
  alarm_topic_arn = var.alerts.topic_arn

  # No queue between: a failed event is tried twice more, and then kept in the consumer's dead-letter queue.
  rule = var.consumers["media-notify"].rule

  environment = merge(var.events.consumer_settings, {
    MEDIA_WORK_TABLE        = aws_dynamodb_table.work.name
    NOTIFICATIONS_TOPIC_ARN = module.notifications.arn
  })
}

data "aws_iam_policy_document" "notify" {
  statement {
    sid       = "ClaimNotifications"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.work.arn]
  }

  statement {
    sid       = "TellSubscribers"
    actions   = ["sns:Publish"]
    resources = [module.notifications.arn]
  }

  statement {
    sid       = "EncryptMessages"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = [var.alerts.key_arn]
  }

  source_policy_documents = [var.events.consumer_policy]
}
