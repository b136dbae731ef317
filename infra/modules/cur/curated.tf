# Curated: normalised line items (focus/), exact sums per file (aggregates/), the
# pointer to each live delivery (live/), and what Athena answers (athena-results/).
resource "aws_s3_bucket" "curated" {
  #checkov:skip=CKV_AWS_21:Every object is written once under a key of its own and can be made again from the landing bucket
  #checkov:skip=CKV2_AWS_62:Nobody works on the arrival of curated files; a finished delivery is announced on the cost bus

  bucket        = local.curated_bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_server_side_encryption_configuration" "curated" {
  bucket = aws_s3_bucket.curated.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

# Policy, public access block and ownership follow one another: S3 refuses to change them side by side.
resource "aws_s3_bucket_policy" "curated" {
  count = var.tls_only ? 1 : 0

  bucket = aws_s3_bucket.curated.id
  policy = data.aws_iam_policy_document.curated_bucket.json
}

resource "aws_s3_bucket_public_access_block" "curated" {
  bucket                  = aws_s3_bucket.curated.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true

  depends_on = [aws_s3_bucket_policy.curated]
}

resource "aws_s3_bucket_ownership_controls" "curated" {
  bucket = aws_s3_bucket_public_access_block.curated.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "curated" {
  bucket = aws_s3_bucket.curated.id

  rule {
    id     = "query-results"
    status = "Enabled"

    filter {
      prefix = local.results_prefix
    }
    expiration {
      days = 30
    }
  }

  rule {
    id     = "unfinished-uploads"
    status = "Enabled"
    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

data "aws_iam_policy_document" "curated_bucket" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.curated.arn, "${aws_s3_bucket.curated.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

locals {
  results_prefix = "athena-results/"
}
