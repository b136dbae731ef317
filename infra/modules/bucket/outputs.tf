output "name" {
  description = "Name of the bucket. Whoever was given it may rely on policy and versions: AWS checks both when it is told to deliver or replicate."
  value       = aws_s3_bucket.this.bucket

  depends_on = [aws_s3_bucket_policy.this, aws_s3_bucket_versioning.this]
}

output "arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "behaviour" {
  description = "What the bucket was made to do, so that callers can test that they asked for it."
  value = {
    versioned        = [for versioning in aws_s3_bucket_versioning.this : versioning.versioning_configuration[0].status] == ["Enabled"]
    sends_events     = [for notification in aws_s3_bucket_notification.this : notification.eventbridge] == [true]
    tls_only         = var.tls_only
    policy_documents = var.policy_documents
    force_destroy    = aws_s3_bucket.this.force_destroy
    expiries         = var.expiries
  }
}
