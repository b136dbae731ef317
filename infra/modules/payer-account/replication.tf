# Every object of the report bucket, under its own key and with its version and
# time, to the landing bucket, which then owns it. Deletions stay here: what has
# arrived does not vanish because a payer tidies up.
resource "aws_s3_bucket_replication_configuration" "to_landing" {
  bucket = module.reports.name
  role   = aws_iam_role.replication.arn

  rule {
    id     = "to-landing"
    status = "Enabled"
    filter {} # all of it

    delete_marker_replication {
      status = "Disabled"
    }

    destination {
      bucket  = local.landing_arn
      account = var.landing.account_id

      access_control_translation {
        owner = "Destination"
      }
    }
  }
}

# The stack lets in the role of this very name: infra/modules/cur/names.tf.
resource "aws_iam_role" "replication" {
  name               = "almanac-report-replication"
  description        = "Lets S3 replicate cost reports to ${var.landing.bucket}"
  assume_role_policy = data.aws_iam_policy_document.s3_assumes.json

  lifecycle {
    precondition {
      condition     = local.account != var.landing.account_id
      error_message = "The stack's own account needs no replication: list it in payer_account_ids and let its reports be delivered to ${var.landing.bucket}."
    }
  }
}

data "aws_iam_policy_document" "s3_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "replication" {
  name   = "replicate-reports"
  role   = aws_iam_role.replication.id
  policy = data.aws_iam_policy_document.replication.json
}

# Source: Amazon S3 user guide, "Setting up permissions for live replication".
data "aws_iam_policy_document" "replication" {
  statement {
    sid       = "KnowWhatToReplicate"
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [local.bucket_arn]
  }

  statement {
    sid       = "ReadReports"
    actions   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
    resources = ["${local.bucket_arn}/*"]
  }

  statement {
    sid       = "WriteReplicas"
    actions   = ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner"]
    resources = ["${local.landing_arn}/*"]
  }

  statement {
    sid       = "CheckLandingBucket"
    actions   = ["s3:GetBucketVersioning"]
    resources = [local.landing_arn]
  }
}
