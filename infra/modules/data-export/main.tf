# Tells AWS to deliver this account's costs to a bucket, again and again. The
# provider sends this to us-east-1, where Data Exports lives, from any region.
resource "aws_bcmdataexports_export" "this" {
  export {
    name        = var.name
    description = "Costs for Almanac"

    data_query {
      query_statement      = local.query
      table_configurations = { (local.table) = local.configuration }
    }

    destination_configurations {
      s3_destination {
        s3_bucket = var.destination.bucket
        s3_prefix = var.destination.prefix
        s3_region = var.destination.region

        s3_output_configurations {
          output_type = "CUSTOM"
          format      = local.formats[var.format].format
          compression = local.formats[var.format].compression
          overwrite   = var.overwrite ? "OVERWRITE_REPORT" : "CREATE_NEW_REPORT"
        }
      }
    }

    refresh_cadence {
      frequency = "SYNCHRONOUS" # whenever AWS has new data: the only cadence there is
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}
