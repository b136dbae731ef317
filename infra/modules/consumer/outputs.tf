output "rule_arn" {
  description = "ARN of the rule; known before it exists."
  value       = module.rule.arn
}

output "rule_name" {
  description = "Name of the rule."
  value       = module.rule.name
}

output "queue" {
  description = "The queue of a consumer of kind queue; null for the others."
  value = local.is_queue ? {
    arn               = one(module.queue).arn
    url               = one(module.queue).url
    name              = one(module.queue).name
    max_receive_count = one(module.queue).max_receive_count
  } : null
}

output "dlq" {
  description = "The dead-letter queue."
  value       = local.dlq
}

output "target" {
  description = "Where an event goes in the end: URL of the queue, name of the function, or ARN of the state machine."
  value = {
    lambda        = local.name
    queue         = one(module.queue[*].url)
    state_machine = local.target_arn
  }[var.consumer.target]
}
