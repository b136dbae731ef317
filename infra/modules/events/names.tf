data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  partition = data.aws_partition.current.partition

  # Bucket names are global: account and region make them unique and stay the same at every apply.
  suffix       = substr(sha256("${local.account}-${local.region}"), 0, 8)
  audit_bucket = "${var.name_prefix}almanac-audit-${var.stage}-${local.suffix}"

  # Buses are known by their names, so that nothing here waits for them.
  bus_arns = [for bus in values(var.buses) : "arn:${local.partition}:events:${local.region}:${local.account}:event-bus/${bus.name}"]
}
