# What every function that changes schedules is told, and may do.
locals {
  change_settings = {
    SCHEDULES_TABLE           = aws_dynamodb_table.schedules.name
    SCHEDULE_CLAIMS_TABLE     = aws_dynamodb_table.claims.name
    SCHEDULE_AUDIT_TABLE      = aws_dynamodb_table.audit.name
    SCHEDULE_GROUP            = aws_scheduler_schedule_group.this.name
    SCHEDULER_ROLE_ARN        = aws_iam_role.scheduler.arn
    RUNS_QUEUE_ARN            = module.runs_queue.arn
    SCHEDULER_DLQ_ARN         = module.delivery_dlq.arn
    SCHEDULES_KEY_ARN         = aws_kms_key.schedules.arn
    WEB_ACTIONS_TOPIC_ARN     = module.web_actions.topic.arn
    NOTIFICATIONS_TOPIC_ARN   = module.notifications.topic.arn
    COMMAND_TOPIC_ARN         = local.command_topic_arn
    ALLOWED_TARGETS           = join(",", var.limits.allowed_target_arns)
    SCHEDULES_PER_CALLER      = var.limits.schedules_per_caller
    WRITES_PER_MINUTE         = var.limits.writes_per_minute
    SHORTEST_INTERVAL_SECONDS = var.limits.shortest_interval_seconds
  }

  event_settings = {
    SCHEDULES_BUS_NAME = var.bus.name
    OUTBOX_QUEUE_URL   = var.outbox.url
  }
}

data "aws_iam_policy_document" "change" {
  statement {
    sid       = "KeepSchedules"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.schedules.arn]
  }

  statement {
    sid       = "KeepClaims"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"]
    resources = [aws_dynamodb_table.claims.arn]
  }

  statement {
    sid       = "AppendChanges"
    actions   = ["dynamodb:PutItem"]
    resources = [aws_dynamodb_table.audit.arn]
  }

  statement {
    sid       = "KeepSchedulerInStep"
    actions   = ["scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule"]
    resources = [local.schedule_arns]
  }

  statement {
    sid       = "GiveSchedulesTheirRole"
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.scheduler.arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["scheduler.amazonaws.com"]
    }
  }
}

# What users define schedules through: new values are sealed, and those that stay as they are (***) opened to compare them.
data "aws_iam_policy_document" "define" {
  statement {
    sid       = "EncryptSensitiveFields"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = [aws_kms_key.schedules.arn]
  }

  source_policy_documents = [data.aws_iam_policy_document.change.json]
}

data "aws_iam_policy_document" "tell" {
  statement {
    sid       = "PublishEvents"
    actions   = ["events:PutEvents"]
    resources = [var.bus.arn]
  }

  statement {
    sid       = "KeepUnsentEvents"
    actions   = ["sqs:SendMessage"]
    resources = [var.outbox.arn]
  }
}
