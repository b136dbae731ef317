# What was ingested, file by file and delivery by delivery: the source of truth.
resource "aws_dynamodb_table" "ledger" {
  name                        = "${var.name_prefix}cur_ledger_${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "S"
  }
  attribute {
    name = "kind"
    type = "S"
  }
  attribute {
    name = "updated_at"
    type = "S"
  }

  global_secondary_index {
    name            = "kind-index"
    hash_key        = "kind"
    range_key       = "updated_at"
    projection_type = "ALL"
  }

  point_in_time_recovery {
    enabled = true
  }
}

# One item per day, report, billing period, account, service, region, charge category and currency.
resource "aws_dynamodb_table" "cost_daily" {
  name                        = "${var.name_prefix}cost_daily_${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "usage_date"
  range_key                   = "dimension_key"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "usage_date"
    type = "S"
  }
  attribute {
    name = "dimension_key"
    type = "S"
  }
  attribute {
    name = "account_id"
    type = "S"
  }
  attribute {
    name = "service_code"
    type = "S"
  }

  global_secondary_index {
    name            = "account-date-index"
    hash_key        = "account_id"
    range_key       = "usage_date"
    projection_type = "ALL"
  }

  global_secondary_index {
    name            = "service-date-index"
    hash_key        = "service_code"
    range_key       = "usage_date"
    projection_type = "ALL"
  }

  point_in_time_recovery {
    enabled = true
  }
}

locals {
  tables = {
    ledger     = aws_dynamodb_table.ledger.name
    cost_daily = aws_dynamodb_table.cost_daily.name
  }
}

resource "aws_cloudwatch_metric_alarm" "table_throttled" {
  for_each = local.tables

  alarm_name          = "${each.value}-throttled"
  alarm_description   = "DynamoDB slows requests to ${each.value} down. Runbook: docs/runbooks/table-throttled.md"
  evaluation_periods  = 5
  datapoints_to_alarm = 3 # a burst is retried by the SDK; minutes on end are not
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no throttling, no metric
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]

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

resource "aws_cloudwatch_metric_alarm" "table_failing" {
  for_each = local.tables

  alarm_name          = "${each.value}-failing"
  alarm_description   = "DynamoDB answers requests to ${each.value} with errors of its own. Runbook: docs/runbooks/table-failing.md"
  evaluation_periods  = 5
  datapoints_to_alarm = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no error, no metric
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]

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
