output "region" {
  description = "Region of the stack."
  value       = var.region
}

output "cur_bucket" {
  description = "Landing bucket: upload cost reports here."
  value       = module.cur.landing_bucket
}

output "curated_bucket" {
  description = "Bucket of the curated Parquet files, the aggregates and the Athena results."
  value       = module.cur.curated_bucket
}

output "cost_daily_table" {
  description = "DynamoDB table of daily costs."
  value       = module.cur.cost_daily_table
}

output "cur_ledger_table" {
  description = "DynamoDB table that records every file and delivery."
  value       = module.cur.ledger_table
}

output "cur_queue_url" {
  description = "Queue of report files to be parsed."
  value       = module.cur.queue_url
}

output "cur_dlq_url" {
  description = "Files that failed three times."
  value       = module.cur.dlq_url
}

output "cur_publish_queue_url" {
  description = "FIFO queue of deliveries to be published."
  value       = module.cur.publish_queue_url
}

output "cur_publish_dlq_url" {
  description = "Deliveries whose publishing failed three times."
  value       = module.cur.publish_dlq_url
}

output "cur_delivery_dlq_url" {
  description = "S3 events that EventBridge could not put into the queue, and alerts that SNS could not deliver."
  value       = module.cur.delivery_dlq_url
}

output "cost_alerts_topic_arn" {
  description = "Topic of published reports and failed files: subscribe here."
  value       = module.cur.alerts_topic_arn
}

output "ops_alerts_topic_arn" {
  description = "Topic of the operational alarms."
  value       = module.alerts.topic_arn
}

output "ops_delivery_dlq_url" {
  description = "Operational alarms that SNS could not deliver."
  value       = module.alerts.delivery_dlq_url
}

output "cost_bus_name" {
  description = "Event bus of the cost events."
  value       = module.cost_bus.name
}

output "cost_archive_arn" {
  description = "Archive of the cost bus, the source of a replay."
  value       = module.cost_bus.archive_arn
}

output "media_bus_name" {
  description = "Event bus of the media events."
  value       = module.media_bus.name
}

output "media_archive_arn" {
  description = "Archive of the media bus, the source of a replay."
  value       = module.media_bus.archive_arn
}

output "schedules_bus_name" {
  description = "Bus of the events of schedules and topics."
  value       = module.schedules_bus.name
}

output "schedules_archive_arn" {
  description = "Archive of that bus, the source of a replay."
  value       = module.schedules_bus.archive_arn
}

output "schema_registry_name" {
  description = "Schema registry of the media bus; empty where registries are off, because Terraform leaves out outputs that are null."
  value       = module.media_bus.registry_name == null ? "" : module.media_bus.registry_name
}

output "event_consumers" {
  description = "Every declared consumer: kind, target (URL of the queue, name of the function, or ARN of the state machine) and dead-letter queue."
  value       = { for name, consumer in module.consumer : name => { kind = local.consumers[name].target, target = consumer.target, dlq_url = consumer.dlq.url } }

  precondition {
    condition     = toset([for name, consumer in local.consumers : name if consumer.bus == "media"]) == toset(module.media.consumers)
    error_message = "infra/event-consumers.json declares consumers of the media bus that modules/media does not have: how to add one stands in docs/events/add-a-consumer.md."
  }
}

output "event_consumer_dlq_urls" {
  description = "Dead-letter queue of every declared consumer."
  value       = { for name, consumer in module.consumer : name => consumer.dlq.url }
}

output "event_audit_queue_url" {
  description = "Queue of the events to be copied for the audit."
  value       = module.events.audit_queue.url
}

output "event_audit_dlq_url" {
  description = "Events that could not be copied."
  value       = module.events.audit_queue.dlq_url
}

output "event_outbox_queue_url" {
  description = "Events that a bus did not take at first."
  value       = module.events.outbox.url
}

output "event_outbox_dlq_url" {
  description = "Events that a bus did not take for hours."
  value       = module.events.outbox.dlq_url
}

output "quarantine_queue_url" {
  description = "Events that break their contract."
  value       = module.events.quarantine_queue_url
}

output "handled_events_table" {
  description = "DynamoDB table of the events that consumers have handled."
  value       = module.events.handled_table
}

output "audit_bucket" {
  description = "Bucket of the copies of every event."
  value       = module.events.audit_bucket
}

output "events_glue_database" {
  description = "Glue database of the audit copy."
  value       = module.events.glue_database
}

output "events_glue_table" {
  description = "Glue table of the audit copy."
  value       = module.events.glue_table
}

output "media_files_table" {
  description = "DynamoDB table of the media files."
  value       = module.media.files_table
}

output "media_work_table" {
  description = "DynamoDB table of what the media consumers note down for themselves."
  value       = module.media.work_table
}

output "media_notifications_topic_arn" {
  description = "Topic of the files that were downloaded: subscribe here."
  value       = module.media.notifications_topic_arn
}

output "media_alerts_topic_arn" {
  description = "Topic of the downloads that failed for good."
  value       = module.media.alerts_topic_arn
}

output "media_retry_requests_queue_url" {
  description = "Downloads to try again: a downloader takes them from here."
  value       = module.media.retry_requests_queue_url
}

output "media_retry_requests_dlq_url" {
  description = "Downloads to try again with which the downloader failed three times."
  value       = module.media.retry_requests_dlq_url
}

output "media_processing_jobs_queue_url" {
  description = "Jobs of the post-processing, each with the task token of a step that waits."
  value       = module.media.processing_jobs.url
}

output "media_processing_jobs_dlq_url" {
  description = "Jobs of the post-processing that failed three times."
  value       = module.media.processing_jobs.dlq_url
}

output "media_delivery_dlq_url" {
  description = "Media messages that SNS could not deliver."
  value       = module.media.delivery_dlq_url
}

output "post_processing_state_machine_arn" {
  description = "State machine of the post-processing of downloaded files."
  value       = module.media.state_machine_arn
}

output "glue_database" {
  description = "Glue database of the curated files."
  value       = module.cur.glue_database
}

output "glue_table" {
  description = "Glue table of the normalised line items."
  value       = module.cur.glue_table
}

output "athena_workgroup" {
  description = "Athena workgroup to query the curated files in."
  value       = module.cur.athena_workgroup
}

output "shadow_report_prefixes" {
  description = "Key prefixes of the reports that are kept out of all totals."
  value       = var.shadow_report_prefixes
}

output "dashboard_name" {
  description = "CloudWatch dashboard of the stack."
  value       = module.observability.dashboard_name
}
