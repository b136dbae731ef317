output "topic_arn" {
  description = "Topic of the operational alarms."
  value       = module.topic.arn
}

output "delivery_dlq_url" {
  description = "Alarms that reached no subscriber."
  value       = module.delivery_dlq.url
}

output "key_arn" {
  description = "Key that encrypts every topic."
  value       = aws_kms_key.topics.arn
}
