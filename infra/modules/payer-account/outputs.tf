output "bucket" {
  description = "Report bucket: name it when you create a Cost and Usage Report."
  value       = module.reports.name
}

output "prefix" {
  description = "Prefix of the report; take it, or another that no other payer has."
  value       = local.prefix
}

output "replication_role_arn" {
  description = "Role that replicates; the stack lets it in once this account is among its payer_account_ids."
  value       = aws_iam_role.replication.arn
}
