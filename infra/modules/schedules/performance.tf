# How the videos of topics do: one item per video, its newest figures.
resource "aws_dynamodb_table" "topic_performance" {
  name                        = "${var.name_prefix}topic_performance-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "topicId"
  range_key                   = "videoId"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "topicId"
    type = "S"
  }
  attribute {
    name = "videoId"
    type = "S"
  }

  # Figures of videos go half a year after they were published.
  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }
}

# VideoPublished -> the figures of the video.
module "video_performance" {
  source = "../function"

  name            = "video-performance"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Notes how the videos of topics do"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.video_performance.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = var.video_performance.arn
    batch_size          = 10
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = merge(var.events.consumer_settings, {
    QUEUE_URL               = var.video_performance.url
    MAX_RECEIVE_COUNT       = var.video_performance.max_receive_count
    RETRY_DELAY_SECONDS     = var.tuning.retry_delay_seconds
    TOPIC_PERFORMANCE_TABLE = aws_dynamodb_table.topic_performance.name
  })
}

data "aws_iam_policy_document" "video_performance" {
  statement {
    sid       = "KeepPerformance"
    actions   = ["dynamodb:PutItem"]
    resources = [aws_dynamodb_table.topic_performance.arn]
  }

  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [var.video_performance.arn]
  }

  source_policy_documents = [var.events.consumer_policy]
}
