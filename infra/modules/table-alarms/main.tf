# The two alarms that every DynamoDB table of the stack has.
resource "aws_cloudwatch_metric_alarm" "throttled" {
  for_each = var.tables

  alarm_name          = "${each.value}-throttled"
  alarm_description   = "DynamoDB slows requests to ${each.value} down. Runbook: docs/runbooks/table-throttled.md"
  evaluation_periods  = 5
  datapoints_to_alarm = 3 # a burst is retried by the SDK; minutes on end are not
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no throttling, no metric
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]

  metric_query {
    id          = "throttled"
    expression  = "SUM(METRICS())"
    label       = "Throttled requests"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { reads = "ReadThrottleEvents", writes = "WriteThrottleEvents" }
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = metric_query.value
        dimensions  = { TableName = each.value }
        stat        = "Sum"
        period      = 60
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "failing" {
  for_each = var.tables

  alarm_name          = "${each.value}-failing"
  alarm_description   = "DynamoDB answers requests to ${each.value} with errors of its own. Runbook: docs/runbooks/table-failing.md"
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no error, no metric
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]

  metric_query {
    id          = "failing"
    expression  = "SUM(METRICS())"
    label       = "Errors of DynamoDB"
    return_data = true
  }

  # The metric exists per operation only.
  dynamic "metric_query" {
    for_each = toset(["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "BatchWriteItem", "TransactWriteItems"])
    content {
      id = lower(metric_query.value)
      metric {
        namespace   = "AWS/DynamoDB"
        metric_name = "SystemErrors"
        dimensions  = { TableName = each.value, Operation = metric_query.value }
        stat        = "Sum"
        period      = 60
      }
    }
  }
}
