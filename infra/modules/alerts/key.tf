# One customer key for all topics: the policy of AWS's own SNS key cannot be
# changed, so CloudWatch, EventBridge and S3 could not publish to a topic that
# used it, and nobody would notice.
resource "aws_kms_key" "topics" {
  description             = "Encrypts the messages of Almanac's topics (${var.name_prefix}${var.stage})"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "topics" {
  name          = "alias/${var.name_prefix}almanac-topics-${var.stage}"
  target_key_id = aws_kms_key.topics.key_id
}

data "aws_iam_policy_document" "key" {
  #checkov:skip=CKV_AWS_356:In a key policy the resource "*" means this key and no other
  #checkov:skip=CKV_AWS_111:In a key policy the resource "*" means this key and no other
  #checkov:skip=CKV_AWS_109:The account's root must be able to manage the key, or nobody ever could

  # Lets IAM policies of this account decide, as AWS's default key policy does;
  # without it nobody could ever change the key again.
  statement {
    sid       = "AccountDecidesByIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  # Which of their topics they may publish to is up to the topic's own policy.
  statement {
    sid       = "ServicesPublish"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com", "events.amazonaws.com", "s3.amazonaws.com"]
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}
