# One rule and its one target: what cannot be delivered is retried for a day and then
# kept, and alarms say so.
resource "aws_cloudwatch_event_rule" "this" {
  name                = var.name
  description         = var.description
  event_bus_name      = var.bus_name
  event_pattern       = var.pattern
  schedule_expression = var.schedule
}

resource "aws_cloudwatch_event_target" "this" {
  rule           = aws_cloudwatch_event_rule.this.name
  event_bus_name = var.bus_name
  arn            = var.target_arn
  role_arn       = var.role_arn

  dynamic "input_transformer" {
    for_each = var.input_template[*]
    content {
      input_template = input_transformer.value
    }
  }

  dynamic "ecs_target" {
    for_each = var.ecs[*]
    content {
      task_definition_arn = ecs_target.value.task_definition_arn
      launch_type         = "FARGATE"

      network_configuration {
        subnets          = ecs_target.value.subnet_ids
        security_groups  = ecs_target.value.security_group_ids
        assign_public_ip = ecs_target.value.assign_public_ip
      }
    }
  }

  retry_policy {
    maximum_event_age_in_seconds = var.max_age_seconds
    maximum_retry_attempts       = 185
  }

  dead_letter_config {
    arn = var.dlq_arn
  }
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  # The ARN of a rule on the default bus does not name it, nor do its metrics.
  is_default = var.bus_name == "default"

  # Put together, not read from the rule: queues are created with the policy that lets this rule send.
  arn = "arn:${data.aws_partition.current.partition}:events:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:rule/${local.is_default ? "" : "${var.bus_name}/"}${var.name}"
}
