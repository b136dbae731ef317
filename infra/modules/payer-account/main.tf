# Applied by a payer in its own account: legacy Cost and Usage Reports are only
# delivered to a bucket of the account that they are about. So they land here,
# and S3 replicates them to the landing bucket of the stack.
module "reports" {
  source = "../bucket"

  name             = local.bucket
  versioned        = true # replication asks for it
  sends_events     = false
  policy_documents = [data.aws_iam_policy_document.aws_delivers.json]

  expiries = {
    replaced-versions = { replaced_days = 30 }
  }
}

# Source: AWS Data Exports user guide, "Setting up an Amazon S3 bucket for Cost and Usage Reports".
data "aws_iam_policy_document" "aws_delivers" {
  statement {
    sid       = "AwsDeliversReports"
    actions   = ["s3:PutObject", "s3:GetBucketPolicy", "s3:GetBucketAcl"]
    resources = [local.bucket_arn, "${local.bucket_arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["billingreports.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:cur:us-east-1:${local.account}:definition/*"]
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  partition = data.aws_partition.current.partition

  bucket      = coalesce(var.bucket_name, "cost-reports-${substr(sha256("${local.account}-${local.region}"), 0, 8)}")
  bucket_arn  = "arn:${local.partition}:s3:::${local.bucket}"
  landing_arn = "arn:${local.partition}:s3:::${var.landing.bucket}"
}
