output "name" {
  description = "Name of the bucket."
  value       = aws_s3_bucket.this.bucket
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "behaviour" {
  description = "What the bucket was made to do, so that callers can test that they asked for it."
  value = {
    versioned     = [for versioning in aws_s3_bucket_versioning.this : versioning.versioning_configuration[0].status] == ["Enabled"]
    sends_events  = [for notification in aws_s3_bucket_notification.this : notification.eventbridge] == [true]
    tls_only      = length(aws_s3_bucket_policy.this) == 1
    force_destroy = aws_s3_bucket.this.force_destroy
    expiries      = var.expiries
  }
}
