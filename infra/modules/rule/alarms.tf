resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name          = "${var.name}-failed"
  alarm_description   = "EventBridge could not hand an event to the target of rule ${var.name} on ${local.bus}. Runbook: docs/runbooks/rule-failed-invocations.md"
  namespace           = "AWS/Events"
  metric_name         = "FailedInvocations"
  dimensions          = local.dimensions
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no event, no metric
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

resource "aws_cloudwatch_metric_alarm" "throttled" {
  alarm_name          = "${var.name}-throttled"
  alarm_description   = "EventBridge holds back events of rule ${var.name} on ${local.bus}: the account's limit of invocations is reached. Runbook: docs/runbooks/rule-throttled.md"
  namespace           = "AWS/Events"
  metric_name         = "ThrottledRules"
  dimensions          = local.dimensions
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 5
  datapoints_to_alarm = 3 # a burst is delivered a little later; minutes on end are not
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no event, no metric
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}

locals {
  bus            = local.is_default ? "the default bus" : var.bus_name
  rule_dimension = { RuleName = aws_cloudwatch_event_rule.this.name }
  dimensions     = local.is_default ? local.rule_dimension : merge(local.rule_dimension, { EventBusName = var.bus_name })
}
