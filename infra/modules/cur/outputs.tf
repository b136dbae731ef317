output "landing_bucket" {
  description = "Bucket that reports are uploaded to."
  value       = module.landing.name
}

output "curated_bucket" {
  description = "Bucket of curated files, aggregates and query results."
  value       = module.curated.name
}

output "cost_daily_table" {
  description = "Table of daily costs."
  value       = aws_dynamodb_table.cost_daily.name
}

output "ledger_table" {
  description = "Table of files and deliveries."
  value       = aws_dynamodb_table.ledger.name
}

output "queue_url" {
  description = "Queue of files to be parsed."
  value       = module.queue.url
}

output "dlq_url" {
  description = "Files that failed."
  value       = module.queue.dlq_url
}

output "publish_queue_url" {
  description = "Queue of deliveries to be published."
  value       = module.publish_queue.url
}

output "publish_dlq_url" {
  description = "Deliveries that could not be published."
  value       = module.publish_queue.dlq_url
}

output "delivery_dlq_url" {
  description = "Events and alerts that could not be delivered."
  value       = module.delivery_dlq.url
}

output "alerts_topic_arn" {
  description = "Topic of the cost alerts."
  value       = module.cost_alerts.arn
}

output "glue_database" {
  description = "Glue database of the curated files."
  value       = aws_glue_catalog_database.cost.name
}

output "glue_table" {
  description = "Glue table of the line items."
  value       = aws_glue_catalog_table.focus_parts.name
}

output "athena_workgroup" {
  description = "Workgroup to query in."
  value       = aws_athena_workgroup.almanac.name
}

output "dashboard" {
  description = "Names that the dashboard draws, in the order of the data."
  value = {
    rule      = module.landed_rule.name
    queues    = [module.queue.name, module.publish_queue.name]
    dlqs      = [module.queue.dlq_name, module.publish_queue.dlq_name, module.delivery_dlq.name]
    functions = [module.parser.name, module.publish.name, module.cleanup.name]
    tables    = values(local.tables)
    topic     = module.cost_alerts.name
  }
}
