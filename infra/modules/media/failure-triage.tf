# A failed download -> another try if that may help, otherwise people are told.
module "failure_triage" {
  source = "../function"

  name            = "media-failure-triage"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Asks for another try of a failed download, or tells people"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.failure_triage.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = var.consumers["media-failure-triage"].queue.arn
    batch_size          = 10
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = merge(var.events.consumer_settings, {
    QUEUE_URL           = var.consumers["media-failure-triage"].queue.url
    MAX_RECEIVE_COUNT   = var.consumers["media-failure-triage"].queue.max_receive_count
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds
    MEDIA_WORK_TABLE    = aws_dynamodb_table.work.name
    ALERTS_TOPIC_ARN    = module.media_alerts.arn
    RETRY_LIMIT         = var.tuning.retry_limit
    RETRY_BASE_SECONDS  = var.tuning.retry_base_seconds

    RETRY_REQUESTS_QUEUE_URL = module.retry_requests.url
    WEB_ACTIONS_TOPIC_ARN    = var.web_actions_topic_arn == null ? "" : var.web_actions_topic_arn
    GITHUB_REPOSITORY        = var.github_repository == null ? "" : var.github_repository
  })
}

data "aws_iam_policy_document" "failure_triage" {
  statement {
    sid       = "CountAttempts"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.work.arn]
  }

  statement {
    sid       = "AskForAnotherTry"
    actions   = ["sqs:SendMessage"]
    resources = [module.retry_requests.arn]
  }

  statement {
    sid       = "TellPeople"
    actions   = ["sns:Publish"]
    resources = concat([module.media_alerts.arn], var.web_actions_topic_arn[*])
  }

  statement {
    sid       = "EncryptMessages"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = [var.alerts.key_arn]
  }

  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [var.consumers["media-failure-triage"].queue.arn]
  }

  source_policy_documents = [var.events.consumer_policy]
}

# Downloads to try again: a downloader outside of the stack takes them from here.
module "retry_requests" {
  source = "../queue"

  name               = "${var.name_prefix}media-retry-requests-${var.stage}"
  dlq_name           = "${var.name_prefix}media-retry-requests-dlq-${var.stage}"
  visibility_seconds = 900 # a download takes minutes
  alarm_topic_arn    = var.alerts.topic_arn
  tls_only           = var.tls_only
}
