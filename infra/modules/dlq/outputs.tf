output "arn" {
  description = "ARN of the queue."
  value       = aws_sqs_queue.this.arn
}

output "url" {
  description = "URL of the queue."
  value       = aws_sqs_queue.this.url
}

output "name" {
  description = "Full name of the queue."
  value       = aws_sqs_queue.this.name
}

output "policy_statement_ids" {
  description = "Ids of its policy's statements, so that callers can test that they asked for them."
  value       = module.policy.statement_ids
}
