output "consumers" {
  description = "The consumers that this module has a function or a machine for."
  value       = setunion(keys(var.consumers), ["media-post-processing"])
}

output "files_table" {
  description = "Table of the media files."
  value       = aws_dynamodb_table.files.name
}

output "work_table" {
  description = "Table of what the consumers note down for themselves."
  value       = aws_dynamodb_table.work.name
}

output "notifications_topic_arn" {
  description = "Topic of the files that were downloaded."
  value       = module.notifications.arn
}

output "alerts_topic_arn" {
  description = "Topic of the downloads that failed for good."
  value       = module.media_alerts.arn
}

output "retry_requests_queue_url" {
  description = "Queue of the downloads to try again."
  value       = module.retry_requests.url
}

output "retry_requests_dlq_url" {
  description = "Downloads to try again with which the downloader failed three times."
  value       = module.retry_requests.dlq_url
}

output "processing_jobs" {
  description = "Queue of the jobs of post-processing, and the one for those that failed three times."
  value       = { url = module.processing_jobs.url, dlq_url = module.processing_jobs.dlq_url }
}

output "delivery_dlq_url" {
  description = "Messages that a subscriber did not take."
  value       = module.delivery_dlq.url
}

output "state_machine_arn" {
  description = "The state machine of post-processing."
  value       = aws_sfn_state_machine.post_processing.arn
}

output "dashboard" {
  description = "Names that the dashboard draws."
  value = {
    queues        = [module.retry_requests.name, module.processing_jobs.name]
    dlqs          = [module.retry_requests.dlq_name, module.processing_jobs.dlq_name, module.delivery_dlq.name]
    functions     = [module.file_status.name, module.notify.name, module.failure_triage.name, module.analytics.name, module.post_processing.name]
    tables        = [aws_dynamodb_table.files.name, aws_dynamodb_table.work.name]
    topics        = [module.notifications.name, module.media_alerts.name]
    state_machine = aws_sfn_state_machine.post_processing.arn
  }
}
