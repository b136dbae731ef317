data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  partition = data.aws_partition.current.partition

  group_name    = "${var.name_prefix}almanac-${var.stage}"
  schedule_arns = "arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule/${var.schedule_arns_have_group ? local.group_name : "default"}/*"
  group_arns = [
    "arn:${local.partition}:scheduler:${local.region}:${local.account}:schedule-group/${local.group_name}",
    local.topic_group_arn,
  ]

  tables = {
    schedules = aws_dynamodb_table.schedules.name
    claims    = aws_dynamodb_table.claims.name
    audit     = aws_dynamodb_table.audit.name
    runs      = aws_dynamodb_table.runs.name
    templates = aws_dynamodb_table.templates.name

    topics            = aws_dynamodb_table.topics.name
    topic_schedules   = aws_dynamodb_table.topic_schedules.name
    topic_performance = aws_dynamodb_table.topic_performance.name
  }

  # The stack's own topics that a schedule must never publish to: a schedule that makes schedules.
  command_topic_arn = "arn:${local.partition}:sns:${local.region}:${local.account}:${var.name_prefix}schedule-creation-${var.stage}"
}
