# A stack from before the module "bucket" keeps its buckets.
moved {
  from = aws_s3_bucket.landing
  to   = module.landing.aws_s3_bucket.this
}

moved {
  from = aws_s3_bucket_server_side_encryption_configuration.landing
  to   = module.landing.aws_s3_bucket_server_side_encryption_configuration.this
}

moved {
  from = aws_s3_bucket_policy.landing
  to   = module.landing.aws_s3_bucket_policy.this
}

moved {
  from = aws_s3_bucket_public_access_block.landing
  to   = module.landing.aws_s3_bucket_public_access_block.this
}

moved {
  from = aws_s3_bucket_ownership_controls.landing
  to   = module.landing.aws_s3_bucket_ownership_controls.this
}

moved {
  from = aws_s3_bucket_lifecycle_configuration.landing
  to   = module.landing.aws_s3_bucket_lifecycle_configuration.this
}

moved {
  from = aws_s3_bucket_versioning.landing
  to   = module.landing.aws_s3_bucket_versioning.this[0]
}

moved {
  from = aws_s3_bucket_notification.landing
  to   = module.landing.aws_s3_bucket_notification.this[0]
}

moved {
  from = aws_s3_bucket.curated
  to   = module.curated.aws_s3_bucket.this
}

moved {
  from = aws_s3_bucket_server_side_encryption_configuration.curated
  to   = module.curated.aws_s3_bucket_server_side_encryption_configuration.this
}

moved {
  from = aws_s3_bucket_policy.curated
  to   = module.curated.aws_s3_bucket_policy.this
}

moved {
  from = aws_s3_bucket_public_access_block.curated
  to   = module.curated.aws_s3_bucket_public_access_block.this
}

moved {
  from = aws_s3_bucket_ownership_controls.curated
  to   = module.curated.aws_s3_bucket_ownership_controls.this
}

moved {
  from = aws_s3_bucket_lifecycle_configuration.curated
  to   = module.curated.aws_s3_bucket_lifecycle_configuration.this
}
