# Events of a file, in any order -> its row, which says how far it has come.
module "file_status" {
  source = "../function"

  name            = "media-file-status"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Keeps the state of each media file as its events tell it"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.file_status.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = var.consumers["media-file-status"].queue.arn
    batch_size          = 10
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = merge(var.events.consumer_settings, {
    QUEUE_URL           = var.consumers["media-file-status"].queue.url
    MAX_RECEIVE_COUNT   = var.consumers["media-file-status"].queue.max_receive_count
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds
    MEDIA_FILES_TABLE   = aws_dynamodb_table.files.name
  })
}

data "aws_iam_policy_document" "file_status" {
  statement {
    sid       = "KeepFiles"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [aws_dynamodb_table.files.arn]
  }

  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [var.consumers["media-file-status"].queue.arn]
  }

  source_policy_documents = [var.events.consumer_policy]
}
