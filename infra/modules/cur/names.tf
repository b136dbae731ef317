data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  partition = data.aws_partition.current.partition

  # Bucket names are global: account and region make them unique and stay the same at every apply.
  suffix         = substr(sha256("${local.account}-${local.region}"), 0, 8)
  landing_bucket = "${var.name_prefix}costlake-${var.stage}-${local.suffix}"
  curated_bucket = "${var.name_prefix}costlake-curated-${var.stage}-${local.suffix}"

  queue_name        = "${var.name_prefix}cur-processing-queue-${var.stage}"
  delivery_dlq_name = "${var.name_prefix}cur-delivery-dlq-${var.stage}"

  # Documented, and made by modules/payer-account under this name in every payer's account.
  replication_role_name = "almanac-report-replication"

  # IAM asks for all three of them where a partition is touched.
  focus_table_arns = [
    "arn:${local.partition}:glue:${local.region}:${local.account}:catalog",
    "arn:${local.partition}:glue:${local.region}:${local.account}:database/${local.glue_database}",
    "arn:${local.partition}:glue:${local.region}:${local.account}:table/${local.glue_database}/${local.focus_table}",
  ]
}
