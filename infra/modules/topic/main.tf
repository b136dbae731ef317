resource "aws_sns_topic" "this" {
  name              = var.name
  kms_master_key_id = var.key_arn
}

resource "aws_sns_topic_policy" "this" {
  count = var.tls_only || length(var.publishers) > 0 ? 1 : 0

  arn    = aws_sns_topic.this.arn
  policy = data.aws_iam_policy_document.topic.json
}

data "aws_iam_policy_document" "topic" {
  dynamic "statement" {
    for_each = var.tls_only ? ["TlsOnly"] : []
    content {
      sid       = statement.value
      effect    = "Deny"
      actions   = ["sns:Publish"]
      resources = [aws_sns_topic.this.arn]

      principals {
        type        = "*"
        identifiers = ["*"]
      }
      condition {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["false"]
      }
    }
  }

  dynamic "statement" {
    for_each = length(var.publishers) > 0 ? ["ServicesOfThisAccount"] : []
    content {
      sid       = statement.value
      actions   = ["sns:Publish"]
      resources = [aws_sns_topic.this.arn]

      principals {
        type        = "Service"
        identifiers = var.publishers
      }
      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [data.aws_caller_identity.current.account_id]
      }
    }
  }
}

resource "aws_sns_topic_subscription" "email" {
  for_each = var.emails

  topic_arn      = aws_sns_topic.this.arn
  protocol       = "email"
  endpoint       = each.value
  redrive_policy = jsonencode({ deadLetterTargetArn = var.delivery_dlq_arn })
}

resource "aws_cloudwatch_metric_alarm" "not_delivered" {
  alarm_name          = "${var.name}-not-delivered"
  alarm_description   = "A message of topic ${var.name} did not reach a subscriber. Runbook: docs/runbooks/notifications-failed.md"
  namespace           = "AWS/SNS"
  metric_name         = "NumberOfNotificationsFailed"
  dimensions          = { TopicName = aws_sns_topic.this.name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no message, no metric
  alarm_actions       = [coalesce(var.alarm_topic_arn, aws_sns_topic.this.arn)]
  ok_actions          = [coalesce(var.alarm_topic_arn, aws_sns_topic.this.arn)]
}

data "aws_caller_identity" "current" {}
