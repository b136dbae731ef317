output "bucket" {
  description = "Report bucket."
  value       = module.payer_account.bucket
}

output "prefix" {
  description = "Prefix that the report is delivered under."
  value       = module.payer_account.prefix
}

output "replication_role_arn" {
  description = "Role that replicates to the landing bucket."
  value       = module.payer_account.replication_role_arn
}
