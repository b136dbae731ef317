output "schedules_table" {
  description = "DynamoDB table of schedules."
  value       = module.schedules.tables.schedules
}

output "schedule_claims_table" {
  description = "DynamoDB table of names, keys, quotas and write limits."
  value       = module.schedules.tables.claims
}

output "schedule_audit_table" {
  description = "DynamoDB table of all changes of schedules."
  value       = module.schedules.tables.audit
}

output "schedule_runs_table" {
  description = "DynamoDB table of runs."
  value       = module.schedules.tables.runs
}

output "schedule_templates_table" {
  description = "DynamoDB table of templates."
  value       = module.schedules.tables.templates
}

output "topics_table" {
  description = "DynamoDB table of topics."
  value       = module.schedules.tables.topics
}

output "topic_schedules_table" {
  description = "DynamoDB table of the schedules of topics."
  value       = module.schedules.tables.topic_schedules
}

output "topic_performance_table" {
  description = "DynamoDB table of how videos of topics do."
  value       = module.schedules.tables.topic_performance
}

output "schedule_group" {
  description = "Group of EventBridge Scheduler that holds the schedules."
  value       = module.schedules.group.schedules
}

output "topic_schedule_group" {
  description = "Group of EventBridge Scheduler that holds the schedules of topics."
  value       = module.schedules.group.topics
}

output "schedule_settings" {
  description = "What the functions are told that change schedules, for `almanac schedules reconcile`."
  value       = module.schedules.limits
}

output "schedules_key_arn" {
  description = "KMS key of the sensitive fields."
  value       = module.schedules.key_arn
}

output "schedule_creation_topic_arn" {
  description = "SNS topic that takes requests to create and change schedules."
  value       = module.schedules.creation_topic_arn
}

output "schedule_commands_queue_url" {
  description = "Queue of those requests."
  value       = module.schedules.commands.url
}

output "schedule_commands_dlq_url" {
  description = "Requests that could not be handled."
  value       = module.schedules.commands.dlq_url
}

output "schedule_runs_queue_url" {
  description = "Queue of the runs that EventBridge Scheduler starts."
  value       = module.schedules.runs.url
}

output "schedule_runs_dlq_url" {
  description = "Runs that failed three times."
  value       = module.schedules.runs.dlq_url
}

output "schedule_delivery_dlq_url" {
  description = "Runs, messages and events of schedules that could not be delivered."
  value       = module.schedules.scheduler.dlq_url
}

output "web_actions_topic_arn" {
  description = "SNS topic that takes web requests to be made."
  value       = module.schedules.web_actions_topic_arn
}

output "web_actions_queue_url" {
  description = "Queue of those requests."
  value       = module.schedules.web_actions_queue_url
}

output "web_actions_dlq_url" {
  description = "Web actions that failed for good and belong to no run, or failed five times."
  value       = module.schedules.web_actions_dlq_url
}

output "web_action_signing_secret_arn" {
  description = "Secret of Secrets Manager that holds the key of the signatures of web actions."
  value       = module.schedules.web_action_signing_secret_arn
}

output "notifications_topic_arn" {
  description = "SNS topic that takes notifications to people."
  value       = module.schedules.notifications_topic_arn
}

output "notifications_queue_url" {
  description = "Queue of those notifications."
  value       = module.schedules.notifications_queue_url
}

output "notifications_dlq_url" {
  description = "Notifications that failed for good and belong to no run, or failed five times."
  value       = module.schedules.notifications_dlq_url
}

output "schedule_alerts_topic_arn" {
  description = "SNS topic for people: recommendations, falling performance, productions that failed."
  value       = module.schedules.alerts_topic_arn
}
