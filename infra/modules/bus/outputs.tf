output "name" {
  description = "Name of the bus."
  value       = aws_cloudwatch_event_bus.this.name
}

output "arn" {
  description = "ARN of the bus."
  value       = aws_cloudwatch_event_bus.this.arn
}

output "archive_arn" {
  description = "ARN of the archive, the source of a replay."
  value       = aws_cloudwatch_event_archive.this.arn
}

output "audit_rule_arn" {
  description = "ARN of the rule that copies the events; known before it exists."
  value       = module.audit_rule.arn
}

output "audit_rule_name" {
  description = "Name of the rule that copies the events."
  value       = module.audit_rule.name
}

output "registry_name" {
  description = "Name of the schema registry; null where there is none."
  value       = one(aws_schemas_registry.this[*].name)
}
