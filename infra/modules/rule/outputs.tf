output "arn" {
  description = "ARN of the rule; known before the rule exists."
  value       = local.arn
}

output "name" {
  description = "Name of the rule."
  value       = aws_cloudwatch_event_rule.this.name
}

output "behaviour" {
  description = "What the rule was told to do, so that callers can test that they told it."
  value = {
    bus_name        = var.bus_name
    pattern         = var.pattern
    schedule        = var.schedule
    input_template  = var.input_template
    target_arn      = var.target_arn
    role_arn        = var.role_arn
    ecs             = var.ecs
    dlq_arn         = var.dlq_arn
    max_age_seconds = var.max_age_seconds
    alarm_topic_arn = var.alarm_topic_arn
  }
}
