# What infra/event-consumers.json says of one consumer: a rule on its bus, and a
# target of one of three kinds. Function and machine are named after the consumer, so that
# neither waits for the other.
#   lambda         the rule starts the function
#   queue          the rule fills a queue that the function reads
#   state_machine  the rule starts an execution
module "rule" {
  source = "../rule"

  name            = local.name
  description     = var.consumer.summary
  bus_name        = var.bus_name
  pattern         = jsonencode({ for key, value in local.pattern : key => value if value != null })
  target_arn      = local.target_arn
  role_arn        = one(aws_iam_role.starter[*].arn)
  dlq_arn         = local.dlq.arn
  alarm_topic_arn = var.alarm_topic_arn
}

locals {
  name     = "${var.name_prefix}${var.consumer.name}-${var.stage}"
  dlq_name = "${var.name_prefix}${var.consumer.name}-dlq-${var.stage}"
  is_queue = var.consumer.target == "queue"

  # The versions a consumer accepts are part of it: from the second major on, the detail type names it.
  pattern = {
    source      = var.consumer.sources
    detail-type = var.consumer.detail_types
    detail      = try(jsondecode(var.consumer.detail), null)
  }

  target_arn = {
    lambda        = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${local.name}"
    queue         = local.is_queue ? module.queue[0].arn : null
    state_machine = "arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:${local.name}"
  }[var.consumer.target]

  sender = { Rule = { service = "events.amazonaws.com", source_arn = module.rule.arn } }
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  partition = data.aws_partition.current.partition
}
