# One item per schedule: what is wanted of it. EventBridge Scheduler is made to agree.
resource "aws_dynamodb_table" "schedules" {
  name                        = "${var.name_prefix}schedules-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "schedule_id"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "schedule_id"
    type = "S"
  }
  attribute {
    name = "status"
    type = "S"
  }
  attribute {
    name = "created_by"
    type = "S"
  }
  attribute {
    name = "created_date"
    type = "S"
  }

  global_secondary_index {
    name            = "status-created_date-index"
    hash_key        = "status"
    range_key       = "created_date"
    projection_type = "ALL"
  }

  global_secondary_index {
    name            = "created_by-index"
    hash_key        = "created_by"
    range_key       = "created_date"
    projection_type = "ALL"
  }

  # Deleted schedules go after 90 days.
  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }
}

# What is there once only: names, idempotency keys, runs that were counted, actions that were sent; and counters of quotas and write limits.
resource "aws_dynamodb_table" "claims" {
  name                        = "${var.name_prefix}schedule_claims-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "claim"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "claim"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }
}

# Who changed which schedule when and how: only ever appended to.
resource "aws_dynamodb_table" "audit" {
  name                        = "${var.name_prefix}schedule_audit-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "schedule_id"
  range_key                   = "change_id"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "schedule_id"
    type = "S"
  }
  attribute {
    name = "change_id" # the time, and what makes it unique
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}

# One item per run.
resource "aws_dynamodb_table" "runs" {
  name                        = "${var.name_prefix}schedule_runs-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "schedule_id"
  range_key                   = "run_id"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "schedule_id"
    type = "S"
  }
  attribute {
    name = "run_id"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_dynamodb_table" "templates" {
  name                        = "${var.name_prefix}schedule_templates-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "name"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "name"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}

module "table_alarms" {
  source = "../table-alarms"

  tables          = local.tables
  alarm_topic_arn = var.alerts.topic_arn
}
