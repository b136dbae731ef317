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
