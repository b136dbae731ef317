output "json" {
  description = "The policy; null where there is nothing to say."
  value       = var.tls_only || length(var.senders) > 0 ? data.aws_iam_policy_document.this.json : null
}

output "statement_ids" {
  description = "Ids of its statements, so that callers can test that they asked for them."
  value       = try(data.aws_iam_policy_document.this.statement[*].sid, []) # null where there are none
}
