# Which consumer has handled which event, so that an event delivered again changes
# nothing. Kept a little longer than the archives, from which it could come again.
resource "aws_dynamodb_table" "handled" {
  name                        = "${var.name_prefix}handled_events-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "consumer"
  range_key                   = "handled"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "consumer"
    type = "S"
  }
  attribute {
    name = "handled" # <event id>, or <event id>#<part>
    type = "S"
  }

  ttl {
    attribute_name = "expires"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }
}

module "table_alarms" {
  source = "../table-alarms"

  tables          = { handled = aws_dynamodb_table.handled.name }
  alarm_topic_arn = var.alerts.topic_arn
}

# What every consumer may do, besides its own effect.
data "aws_iam_policy_document" "consume" {
  statement {
    sid       = "RememberHandledEvents"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.handled.arn]
  }

  statement {
    sid       = "QuarantineInvalidEvents"
    actions   = ["sqs:SendMessage"]
    resources = [module.quarantine.arn]
  }
}
