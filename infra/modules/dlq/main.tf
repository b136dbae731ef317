# A dead-letter queue: what could not be processed or delivered waits here for
# 14 days, and an alarm says so.
resource "aws_sqs_queue" "this" {
  name                      = "${var.name}${local.suffix}"
  fifo_queue                = var.fifo ? true : null
  message_retention_seconds = 1209600 # 14 days, the longest SQS keeps a message
  sqs_managed_sse_enabled   = true
  policy                    = module.policy.json

  redrive_allow_policy = var.source_queue_name == null ? null : jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = ["arn:${local.partition}:sqs:${local.region}:${local.account}:${var.source_queue_name}${local.suffix}"]
  })
}

module "policy" {
  source = "../queue-policy"

  queue_name = "${var.name}${local.suffix}"
  senders    = var.senders
  tls_only   = var.tls_only
}

resource "aws_cloudwatch_metric_alarm" "not_empty" {
  alarm_name          = "${aws_sqs_queue.this.name}-not-empty"
  alarm_description   = "Something ended in ${aws_sqs_queue.this.name}. Runbook: docs/runbooks/${var.runbook}.md"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = aws_sqs_queue.this.name }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # SQS sends no metrics of a queue that has been idle for hours
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  partition = data.aws_partition.current.partition

  suffix = var.fifo ? ".fifo" : ""
}
