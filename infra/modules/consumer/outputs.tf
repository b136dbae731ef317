output "rule_name" {
  description = "Name of the rule."
  value       = module.rule.name
}

output "starts" {
  description = "What starts the consumer's function: its queue, or its rule with the dead-letter queue of what the function fails with. The other one is null, and both are for a state machine."
  value = {
    queue = local.is_queue ? {
      arn               = module.queue[0].arn
      url               = module.queue[0].url
      max_receive_count = module.queue[0].max_receive_count
    } : null
    rule = var.consumer.target == "lambda" ? { arn = module.rule.arn, dlq_arn = local.dlq.arn } : null
  }
}

output "queue_name" {
  description = "Name of the queue; null where there is none."
  value       = local.is_queue ? module.queue[0].name : null
}

output "dlq" {
  description = "The dead-letter queue."
  value       = local.dlq
}

output "target" {
  description = "Where an event goes in the end: URL of the queue, name of the function, or ARN of the state machine."
  value = {
    lambda        = local.name
    queue         = local.is_queue ? module.queue[0].url : null
    state_machine = local.target_arn
  }[var.consumer.target]
}
