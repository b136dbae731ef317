# One item per media file: what its events have told.
resource "aws_dynamodb_table" "files" {
  name                        = "${var.name_prefix}media_files-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "file_id"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "file_id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}

# What the consumers note down for themselves: notifications claimed, tries counted,
# facts and counters of the analytics.
resource "aws_dynamodb_table" "work" {
  name                        = "${var.name_prefix}media_work-${var.stage}"
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

  point_in_time_recovery {
    enabled = true
  }
}

module "table_alarms" {
  source = "../table-alarms"

  tables          = { files = aws_dynamodb_table.files.name, work = aws_dynamodb_table.work.name }
  alarm_topic_arn = var.alerts.topic_arn
}
