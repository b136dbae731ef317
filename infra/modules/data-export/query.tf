# What is exported: every documented column that needs no configuration of its own, because
# a query has to name its columns and a narrower export cannot be filled in later.
# Source: AWS Data Exports user guide, "Data query" and "Table dictionary".
locals {
  table         = { "cur-2.0" = "COST_AND_USAGE_REPORT", "focus-1.2" = "FOCUS_1_2_AWS" }[var.table]
  query         = "SELECT ${join(", ", local.columns)} FROM ${local.table}"
  configuration = var.table == "cur-2.0" ? local.cur_configuration : local.focus_configuration

  columns = flatten([
    for list in concat([var.table], var.split_cost_allocation ? ["${var.table}-split-cost"] : []) :
    jsondecode(file("${path.module}/columns/${list}.json"))
  ])

  # All of them are spelt out: AWS answers with the defaults of those left out,
  # and the provider takes that for a change that it did not plan.
  cur_configuration = {
    BILLING_VIEW_ARN                      = "arn:${data.aws_partition.current.partition}:billing::${data.aws_caller_identity.current.account_id}:billingview/primary"
    TIME_GRANULARITY                      = var.granularity
    INCLUDE_RESOURCES                     = "TRUE"
    INCLUDE_SPLIT_COST_ALLOCATION_DATA    = var.split_cost_allocation ? "TRUE" : "FALSE"
    INCLUDE_CAPACITY_RESERVATION_DATA     = "FALSE"
    INCLUDE_IAM_PRINCIPAL_DATA            = "FALSE"
    INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY = "FALSE"
  }

  # FOCUS has resources in any case.
  focus_configuration = {
    TIME_GRANULARITY = var.granularity
  }

  formats = {
    csv     = { format = "TEXT_OR_CSV", compression = "GZIP" }
    parquet = { format = "PARQUET", compression = "PARQUET" }
  }
}
