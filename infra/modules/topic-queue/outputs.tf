output "topic" {
  description = "ARN and name of the topic."
  value       = { arn = module.topic.arn, name = module.topic.name }
}

output "queue" {
  description = "The queue, its dead-letter queue, and the tries before a message moves there."
  value = {
    arn      = module.queue.arn
    url      = module.queue.url
    name     = module.queue.name
    dlq_arn  = module.queue.dlq_arn
    dlq_url  = module.queue.dlq_url
    dlq_name = module.queue.dlq_name

    max_receive_count = module.queue.max_receive_count
  }
}
