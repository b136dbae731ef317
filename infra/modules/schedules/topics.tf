# What videos are made about.
resource "aws_dynamodb_table" "topics" {
  name                        = "${var.name_prefix}topics-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "topicId"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "topicId"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}

# One item per topic that has a schedule, the book of slots in one item, and productions that
# were asked for under a key, which go after a week.
resource "aws_dynamodb_table" "topic_schedules" {
  name                        = "${var.name_prefix}topic_schedules-${var.stage}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "topicId"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "topicId"
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

# Topics' schedules are made and removed by the API alone; Terraform owns their group only.
resource "aws_scheduler_schedule_group" "topics" {
  name = local.topic_group_name
}

locals {
  topic_group_name    = "${var.name_prefix}almanac-topics-${var.stage}"
  topic_schedule_arns = "arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule/${var.schedule_arns_have_group ? local.topic_group_name : "default"}/*"
  topic_group_arn     = "arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule-group/${local.topic_group_name}"

  # What every function that looks at topics is told.
  topic_settings = {
    TOPICS_TABLE            = aws_dynamodb_table.topics.name
    TOPIC_SCHEDULES_TABLE   = aws_dynamodb_table.topic_schedules.name
    TOPIC_PERFORMANCE_TABLE = aws_dynamodb_table.topic_performance.name
    SLOT_RULES = jsonencode({
      audience_weights    = var.topics.audience_weights
      min_gap_hours       = var.topics.min_gap_hours
      peak_hours          = var.topics.peak_hours
      max_topics_per_slot = var.topics.max_topics_per_slot
      timezone            = var.topics.timezone
    })
  }

  # What the runner is told of them.
  topic_run_settings = {
    TOPICS_TABLE          = aws_dynamodb_table.topics.name
    TOPIC_SCHEDULES_TABLE = aws_dynamodb_table.topic_schedules.name
  }

  # And every one that changes their schedules.
  topic_change_settings = merge(local.topic_settings, {
    TOPIC_SCHEDULE_GROUP = aws_scheduler_schedule_group.topics.name
    SCHEDULER_ROLE_ARN   = aws_iam_role.scheduler.arn
    RUNS_QUEUE_ARN       = module.runs_queue.arn
    SCHEDULER_DLQ_ARN    = module.delivery_dlq.arn
  })

  # Who hands over to the queue of what could not be delivered.
  topic_delivery_dlq_senders = {
    ScheduleAlerts = { service = "sns.amazonaws.com", source_arn = local.schedule_alerts_topic_arn }
    Optimizer      = { service = "events.amazonaws.com", source_arn = module.optimizer_rule.arn }
    Orchestrator   = { service = "events.amazonaws.com", source_arn = module.orchestrator_rule.arn }
  }
}

data "aws_iam_policy_document" "topic_review" {
  statement {
    sid       = "ReadTopicSchedules"
    actions   = ["dynamodb:GetItem", "dynamodb:Scan"]
    resources = [aws_dynamodb_table.topic_schedules.arn]
  }

  statement {
    sid       = "ReadPerformance"
    actions   = ["dynamodb:Query"]
    resources = [aws_dynamodb_table.topic_performance.arn]
  }
}

data "aws_iam_policy_document" "topic_change" {
  statement {
    sid       = "KeepTopicSchedules"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Scan"]
    resources = [aws_dynamodb_table.topic_schedules.arn]
  }

  statement {
    sid       = "KeepSchedulerInStepWithTopics"
    actions   = ["scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule"]
    resources = [local.topic_schedule_arns]
  }

  statement {
    sid       = "GiveTopicSchedulesTheirRole"
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.scheduler.arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["scheduler.amazonaws.com"]
    }
  }
}

# For the runner, which has videos produced.
data "aws_iam_policy_document" "topic_run" {
  statement {
    sid       = "ReadTopics"
    actions   = ["dynamodb:GetItem"]
    resources = [aws_dynamodb_table.topics.arn, aws_dynamodb_table.topic_schedules.arn]
  }
}

# For the repair, besides listing schedules.
data "aws_iam_policy_document" "topic_reconcile" {
  statement {
    sid       = "CompareTopicSchedules"
    actions   = ["scheduler:GetSchedule"]
    resources = [local.topic_schedule_arns]
  }

  source_policy_documents = [data.aws_iam_policy_document.topic_change.json]
}
