output "arn" {
  description = "ARN of the export, which `aws bcm-data-exports list-executions` takes."
  value       = aws_bcmdataexports_export.this.export[0].export_arn
}
