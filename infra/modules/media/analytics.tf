# Outcomes of downloads -> counts and bytes per day, channel and content type.
module "analytics" {
  source = "../function"

  name            = "media-analytics"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Counts downloads and their bytes per day, channel and content type"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.analytics.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = var.consumers["media-analytics"].queue.arn
    batch_size          = 10
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = merge(var.events.consumer_settings, {
    QUEUE_URL           = var.consumers["media-analytics"].queue.url
    MAX_RECEIVE_COUNT   = var.consumers["media-analytics"].queue.max_receive_count
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds
    MEDIA_WORK_TABLE    = aws_dynamodb_table.work.name
  })
}

data "aws_iam_policy_document" "analytics" {
  # A fact and its counters change together, in one transaction.
  statement {
    sid       = "KeepFactsAndCounters"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.work.arn]
  }

  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [var.consumers["media-analytics"].queue.arn]
  }

  source_policy_documents = [var.events.consumer_policy]
}
