# S3 sends its events to the default bus only. Deletions count as well: an ad
# hoc report that is deleted takes its costs back.
resource "aws_cloudwatch_event_rule" "landed" {
  name        = local.rule_name
  description = "Objects that appear in or vanish from ${local.landing_bucket}"

  event_pattern = jsonencode({
    source      = ["aws.s3"]
    detail-type = ["Object Created", "Object Deleted"]
    detail      = { bucket = { name = [local.landing_bucket] } }
  })
}

# The whole event travels: no input transformation.
resource "aws_cloudwatch_event_target" "queue" {
  rule = aws_cloudwatch_event_rule.landed.name
  arn  = module.queue.arn

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = module.delivery_dlq.arn
  }
}

# What a rule or a subscription of this module could not deliver, and what a function started by a rule failed with.
module "delivery_dlq" {
  source = "../dlq"

  name            = local.delivery_dlq_name
  runbook         = "delivery-dlq-not-empty"
  alarm_topic_arn = var.alerts.topic_arn
  tls_only        = var.tls_only

  senders = {
    LandedRule  = { service = "events.amazonaws.com", source_arn = local.rule_arn }
    CleanupRule = { service = "events.amazonaws.com", source_arn = local.cleanup_rule_arn }
    CostAlerts  = { service = "sns.amazonaws.com", source_arn = module.cost_alerts.arn }
  }
}

resource "aws_cloudwatch_metric_alarm" "rule_failed" {
  for_each = {
    landed  = { rule = aws_cloudwatch_event_rule.landed.name, failed_to = "hand an S3 event to ${local.queue_name}" }
    cleanup = { rule = aws_cloudwatch_event_rule.cleanup.name, failed_to = "start ${module.cleanup.name}" }
  }

  alarm_name          = "${each.value.rule}-failed"
  alarm_description   = "EventBridge could not ${each.value.failed_to}. Runbook: docs/runbooks/rule-failed-invocations.md"
  namespace           = "AWS/Events"
  metric_name         = "FailedInvocations"
  dimensions          = { RuleName = each.value.rule }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no event, no metric
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]
}

moved {
  from = aws_cloudwatch_metric_alarm.rule_failed
  to   = aws_cloudwatch_metric_alarm.rule_failed["landed"]
}
