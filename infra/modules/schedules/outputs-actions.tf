output "web_actions_topic_arn" {
  description = "Topic that takes web requests to be made."
  value       = module.web_actions.arn
}

output "web_actions_queue_url" {
  description = "Queue of those requests."
  value       = module.web_action_queue.url
}

output "web_actions_dlq_url" {
  description = "Web actions that failed for good and belong to no run, or failed five times."
  value       = module.web_action_queue.dlq_url
}

output "notifications_topic_arn" {
  description = "Topic that takes notifications to people."
  value       = module.notifications.arn
}

output "notifications_queue_url" {
  description = "Queue of those notifications."
  value       = module.notifier_queue.url
}

output "notifications_dlq_url" {
  description = "Notifications that failed for good and belong to no run, or failed five times."
  value       = module.notifier_queue.dlq_url
}

output "web_action_signing_secret_arn" {
  description = "Secret that holds the key of the signatures."
  value       = aws_secretsmanager_secret.signing.arn
}
