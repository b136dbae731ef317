# The report itself, unless it exists already or is made in the console. The
# provider sends this to us-east-1, where reports are defined, from any region.
resource "aws_cur_report_definition" "this" {
  for_each = var.report == null ? {} : { (var.report.name) = var.report }

  report_name                = each.key
  time_unit                  = each.value.time_unit
  format                     = local.formats[each.value.format].format
  compression                = local.formats[each.value.format].compression
  additional_schema_elements = ["RESOURCES"]
  refresh_closed_reports     = true # refunds and credits may follow a finished month
  report_versioning          = each.value.overwrite ? "OVERWRITE_REPORT" : "CREATE_NEW_REPORT"
  s3_bucket                  = module.reports.name
  s3_prefix                  = local.prefix
  s3_region                  = local.region

  # AWS delivers at once; only what arrives while the rule is there is replicated.
  depends_on = [aws_s3_bucket_replication_configuration.to_landing, aws_iam_role_policy.replication]
}

locals {
  # Keys keep their names on the way, and the landing bucket takes reports of several payers.
  prefix = var.report == null ? local.account : coalesce(var.report.prefix, local.account)

  formats = {
    csv     = { format = "textORcsv", compression = "GZIP" }
    parquet = { format = "Parquet", compression = "Parquet" }
  }
}
