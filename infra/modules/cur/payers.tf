# Who may deliver into the landing bucket besides this account's own people: AWS
# on behalf of the payers named, and the payers' replication roles. Nobody else,
# and by default nobody.
locals {
  # An export that this stack makes needs leave to deliver as any other does.
  delivering_accounts = setunion(var.payer_account_ids, length(var.data_exports) > 0 ? [local.account] : [])

  # This account's own reports need no replication.
  replicating_accounts = setsubtract(var.payer_account_ids, [local.account])
  replication_roles    = [for id in local.replicating_accounts : "arn:${local.partition}:iam::${id}:role/${local.replication_role_name}"]

  landing_arn = "arn:${local.partition}:s3:::${local.landing_bucket}"
}

data "aws_iam_policy_document" "deliveries" {
  count = length(local.delivering_accounts) > 0 ? 1 : 0

  # The whole bucket, because AWS first writes a test object at its top. By ACL and policy
  # it checks before each delivery who owns the bucket; only legacy reports ask for the ACL.
  # Source: AWS Data Exports user guide, "Setting up an Amazon S3 bucket for data exports"
  # and "... for Cost and Usage Reports".
  statement {
    sid       = "AwsDeliversReports"
    actions   = ["s3:PutObject", "s3:GetBucketPolicy", "s3:GetBucketAcl"]
    resources = [local.landing_arn, "${local.landing_arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["bcm-data-exports.amazonaws.com", "billingreports.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = local.delivering_accounts
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values = flatten([for id in local.delivering_accounts : [
        "arn:${local.partition}:bcm-data-exports:us-east-1:${id}:export/*",
        "arn:${local.partition}:cur:us-east-1:${id}:definition/*",
      ]])
    }
  }

  # The account is the principal and the role a condition: S3 refuses a policy that names
  # a role which does not exist, and a payer makes its role when it is ready. No deletions,
  # and not AWS's s3:PutBucketVersioning, with which a payer could stop our versions.
  # Source: Amazon S3 user guide, "Configuring replication for buckets in different accounts".
  dynamic "statement" {
    for_each = length(local.replicating_accounts) > 0 ? ["PayersReplicateReports"] : []
    content {
      sid       = statement.value
      actions   = ["s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner", "s3:GetBucketVersioning"]
      resources = [local.landing_arn, "${local.landing_arn}/*"]

      principals {
        type        = "AWS"
        identifiers = [for id in local.replicating_accounts : "arn:${local.partition}:iam::${id}:root"]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = local.replication_roles
      }
    }
  }
}
