output "web_actions_topic_arn" {
  description = "Topic that takes web requests to be made."
  value       = module.web_actions.topic.arn
}

output "web_actions_queue_url" {
  description = "Queue of those requests."
  value       = module.web_actions.queue.url
}

output "web_actions_dlq_url" {
  description = "Web actions that failed for good and belong to no run, or failed five times."
  value       = module.web_actions.queue.dlq_url
}

output "notifications_topic_arn" {
  description = "Topic that takes notifications to people."
  value       = module.notifications.topic.arn
}

output "notifications_queue_url" {
  description = "Queue of those notifications."
  value       = module.notifications.queue.url
}

output "notifications_dlq_url" {
  description = "Notifications that failed for good and belong to no run, or failed five times."
  value       = module.notifications.queue.dlq_url
}

output "web_action_signing_secret_arn" {
  description = "Secret that holds the key of the signatures."
  value       = aws_secretsmanager_secret.signing.arn
}
