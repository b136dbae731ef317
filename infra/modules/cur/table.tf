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

module "table_alarms" {
  source = "../table-alarms"

  tables          = local.tables
  alarm_topic_arn = var.alerts.topic_arn
}

moved {
  from = aws_cloudwatch_metric_alarm.table_throttled
  to   = module.table_alarms.aws_cloudwatch_metric_alarm.throttled
}

moved {
  from = aws_cloudwatch_metric_alarm.table_failing
  to   = module.table_alarms.aws_cloudwatch_metric_alarm.failing
}
