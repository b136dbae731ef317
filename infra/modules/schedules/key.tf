# Encrypts the sensitive fields of payloads, each bound to its schedule by the encryption
# context. Whoever may read the tables cannot read these fields without it.
resource "aws_kms_key" "schedules" {
  description             = "Encrypts sensitive fields of Almanac's schedules (${var.name_prefix}${var.stage})"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = data.aws_iam_policy_document.key.json
}

resource "aws_kms_alias" "schedules" {
  name          = "alias/${var.name_prefix}almanac-schedules-${var.stage}"
  target_key_id = aws_kms_key.schedules.key_id
}

data "aws_iam_policy_document" "key" {
  #checkov:skip=CKV_AWS_356:In a key policy the resource "*" means this key and no other
  #checkov:skip=CKV_AWS_111:In a key policy the resource "*" means this key and no other
  #checkov:skip=CKV_AWS_109:The account's root must be able to manage the key, or nobody ever could

  # Lets IAM policies of this account decide, as AWS's default key policy does.
  statement {
    sid       = "AccountDecidesByIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }
}
