# The topic of notifications -> queue -> function -> ntfy, Slack, Teams, a webhook, e-mail.
module "notifications" {
  source = "../topic-queue"

  topic_name         = "${var.name_prefix}notifications-${var.stage}"
  queue_name         = "${var.name_prefix}notifications-${var.stage}"
  dlq_name           = "${var.name_prefix}notifications-dlq-${var.stage}"
  key_arn            = var.alerts.key_arn
  visibility_seconds = var.tuning.visibility_seconds
  max_receive_count  = 5 # with pauses that double: a service may be away for some minutes
  delivery_dlq_arn   = module.delivery_dlq.arn
  alarm_topic_arn    = var.alerts.topic_arn
  tls_only           = var.tls_only
}

# The channel `email`: everybody who is subscribed here.
module "notification_emails" {
  source = "../topic"

  name             = "${var.name_prefix}notification-emails-${var.stage}"
  key_arn          = var.alerts.key_arn
  emails           = var.notification_emails
  delivery_dlq_arn = module.delivery_dlq.arn
  alarm_topic_arn  = var.alerts.topic_arn
  tls_only         = var.tls_only
}

module "notifier" {
  source = "../function"

  name            = "notifier"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Tells people through the channels that a notification asks for"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.notifier.json
  alarm_topic_arn = var.alerts.topic_arn

  # One at a time: a channel may take 10 seconds to answer.
  queue = {
    arn                 = module.notifications.queue.arn
    batch_size          = 1
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = {
    RUNS_TABLE            = aws_dynamodb_table.runs.name
    CLAIMS_TABLE          = aws_dynamodb_table.claims.name
    QUEUE_URL             = module.notifications.queue.url
    DLQ_URL               = module.notifications.queue.dlq_url
    MAX_RECEIVE_COUNT     = module.notifications.queue.max_receive_count
    RETRY_DELAY_SECONDS   = var.tuning.retry_delay_seconds
    SIGNING_SECRET_ARN    = aws_secretsmanager_secret.signing.arn
    NOTIFICATION_CHANNELS = jsonencode(var.notification_channels)
    EMAIL_TOPIC_ARN       = module.notification_emails.arn
  }
}

data "aws_iam_policy_document" "notifier" {
  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [module.notifications.queue.arn]
  }

  statement {
    sid       = "GiveUp"
    actions   = ["sqs:SendMessage"]
    resources = [module.notifications.queue.dlq_arn]
  }

  statement {
    sid       = "SendMails"
    actions   = ["sns:Publish"]
    resources = [module.notification_emails.arn]
  }

  statement {
    sid       = "EncryptMessages"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = [var.alerts.key_arn]
  }

  dynamic "statement" {
    for_each = length(local.channel_secret_arns) > 0 ? ["ReadAddressesOfChannels"] : []
    content {
      sid       = statement.value
      actions   = ["secretsmanager:GetSecretValue"]
      resources = local.channel_secret_arns
    }
  }

  source_policy_documents = [data.aws_iam_policy_document.perform_action.json]
}

locals {
  channel_secret_arns = distinct(compact(values(var.notification_channels)[*].secret_arn))
}
