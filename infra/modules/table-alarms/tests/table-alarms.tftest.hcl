mock_provider "aws" {}

run "watches_every_table" {
  variables {
    tables          = { orders = "orders_dev", returns = "returns_dev" }
    alarm_topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev"
  }

  assert {
    condition = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.throttled), values(aws_cloudwatch_metric_alarm.failing)) :
    alarm.alarm_actions == toset([var.alarm_topic_arn]) && alarm.treat_missing_data == "notBreaching" && alarm.threshold == 0 && can(regex("Runbook: docs/runbooks/[a-z-]+\\.md$", alarm.alarm_description))])
    error_message = "Every alarm acts and names its runbook."
  }
  assert {
    condition     = output.watched == toset(["orders", "returns"])
    error_message = "Each table has both."
  }
  assert {
    condition     = toset(flatten([for q in aws_cloudwatch_metric_alarm.throttled["orders"].metric_query : q.metric[*].dimensions])) == toset([tomap({ TableName = "orders_dev" })]) && toset(flatten([for q in aws_cloudwatch_metric_alarm.throttled["orders"].metric_query : q.metric[*].metric_name])) == toset(["ReadThrottleEvents", "WriteThrottleEvents"])
    error_message = "Throttled reads and writes of the table count."
  }
}
