output "audit_bucket" {
  description = "Bucket of the copies of every event."
  value       = module.audit_bucket.name
}

output "audit_queue" {
  description = "Queue that the audit rules fill, and the one for what they cannot deliver."
  value       = { arn = module.audit_queue.arn, url = module.audit_queue.url, dlq_arn = module.audit_queue.dlq_arn, dlq_url = module.audit_queue.dlq_url }
}

output "outbox" {
  description = "Queue of the events that a bus did not take at first."
  value       = { arn = module.outbox_queue.arn, url = module.outbox_queue.url, dlq_url = module.outbox_queue.dlq_url }
}

output "quarantine_queue_url" {
  description = "Events that break their contract."
  value       = module.quarantine.url
}

output "handled_table" {
  description = "Table of the events that consumers have handled."
  value       = aws_dynamodb_table.handled.name
}

output "consumer_settings" {
  description = "Variables that every consumer's function has."
  value = {
    HANDLED_EVENTS_TABLE = aws_dynamodb_table.handled.name
    QUARANTINE_QUEUE_URL = module.quarantine.url
  }
}

output "consumer_policy" {
  description = "What every consumer's function may do, as JSON."
  value       = data.aws_iam_policy_document.consume.json
}

output "glue_database" {
  description = "Glue database of the audit copy."
  value       = aws_glue_catalog_database.events.name
}

output "glue_table" {
  description = "Glue table of the audit copy."
  value       = aws_glue_catalog_table.events.name
}

output "dashboard" {
  description = "Names that the dashboard draws."
  value = {
    queues    = [module.audit_queue.name, module.outbox_queue.name, module.quarantine.name]
    dlqs      = [module.audit_queue.dlq_name, module.outbox_queue.dlq_name]
    functions = [module.audit.name, module.outbox.name]
    tables    = [aws_dynamodb_table.handled.name]
  }
}
