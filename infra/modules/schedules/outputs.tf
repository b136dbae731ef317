output "functions" {
  description = "The functions that answer the REST API, by their folder's name."
  value = {
    schedules-api         = { arn = module.api.arn, name = module.api.name, invoke_arn = module.api.invoke_arn }
    content-schedules-api = { arn = module.topics_api.arn, name = module.topics_api.name, invoke_arn = module.topics_api.invoke_arn }
  }
}

output "tables" {
  description = "Deployed names of the tables."
  value       = local.tables
}

output "group" {
  description = "Groups of EventBridge Scheduler: of schedules, and of the schedules of topics."
  value       = { schedules = aws_scheduler_schedule_group.this.name, topics = aws_scheduler_schedule_group.topics.name }
}

output "scheduler" {
  description = "What EventBridge Scheduler is told of every schedule besides its own: the role and where runs go."
  value       = { role_arn = aws_iam_role.scheduler.arn, runs_queue_arn = module.runs_queue.arn, dlq_arn = module.delivery_dlq.arn, dlq_url = module.delivery_dlq.url }
}

output "key_arn" {
  description = "Key of the sensitive fields."
  value       = aws_kms_key.schedules.arn
}

output "creation_topic_arn" {
  description = "Topic that takes requests to create and change schedules."
  value       = module.creation.topic.arn
}

output "commands" {
  description = "Queue of those requests, and the one for those that could not be handled."
  value       = { url = module.creation.queue.url, dlq_url = module.creation.queue.dlq_url }
}

output "runs" {
  description = "Queue of the runs, and the one for those that failed three times."
  value       = { url = module.runs_queue.url, dlq_url = module.runs_queue.dlq_url }
}

output "alerts_topic_arn" {
  description = "Topic for people: recommendations, falling performance, productions that failed."
  value       = module.schedule_alerts.arn
}

output "limits" {
  description = "What programs outside of the stack have to know to change schedules as its functions do."
  value       = local.change_settings
}

output "consumers" {
  description = "The consumers of events that this module has a function for."
  value       = toset(["video-performance"])
}

output "dashboard" {
  description = "Names that the dashboard draws."
  value = {
    queues    = [module.runs_queue.name, module.creation.queue.name, module.web_actions.queue.name, module.notifications.queue.name]
    dlqs      = [module.runs_queue.dlq_name, module.creation.queue.dlq_name, module.web_actions.queue.dlq_name, module.notifications.queue.dlq_name, module.delivery_dlq.name]
    functions = [module.api.name, module.topics_api.name, module.commands.name, module.runner.name, module.web_action.name, module.notifier.name, module.reconcile.name, module.watch.name, module.optimizer.name, module.video_performance.name]
    tables    = values(local.tables)
    topics    = [module.creation.topic.name, module.web_actions.topic.name, module.notifications.topic.name, module.schedule_alerts.name]
    groups    = [local.group_name, local.topic_group_name]
  }
}
