mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name        = "daily-costs"
  table       = "cur-2.0"
  destination = { bucket = "costlake-dev-0a1b2c3d", region = "eu-west-1", prefix = "exports" }
}

run "exports_cur_2_with_resources_over_the_delivery_before" {
  command = plan

  assert {
    condition     = can(regex("^SELECT [a-z_]+(, [a-z_]+)+ FROM COST_AND_USAGE_REPORT$", local.query)) && length(local.columns) == length(distinct(local.columns)) && length(local.query) < 36000
    error_message = "The query names each of its columns once, within the length that AWS takes."
  }
  assert {
    condition     = contains(local.columns, "line_item_resource_id") && contains(local.columns, "resource_tags") && !anytrue([for column in local.columns : startswith(column, "split_line_item_")])
    error_message = "Resources and tags are exported, split costs are not."
  }
  assert {
    condition = one(one(aws_bcmdataexports_export.this.export).data_query).table_configurations == tomap({
      COST_AND_USAGE_REPORT = tomap({
        BILLING_VIEW_ARN                      = "arn:aws:billing::123456789012:billingview/primary"
        TIME_GRANULARITY                      = "DAILY"
        INCLUDE_RESOURCES                     = "TRUE"
        INCLUDE_SPLIT_COST_ALLOCATION_DATA    = "FALSE"
        INCLUDE_CAPACITY_RESERVATION_DATA     = "FALSE"
        INCLUDE_IAM_PRINCIPAL_DATA            = "FALSE"
        INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY = "FALSE"
      })
    })
    error_message = "Every configuration is spelt out, so that AWS's answer is what was planned."
  }
  assert {
    condition = jsonencode(one(one(one(aws_bcmdataexports_export.this.export).destination_configurations).s3_destination)) == jsonencode({
      s3_bucket = "costlake-dev-0a1b2c3d"
      s3_output_configurations = [
        { compression = "GZIP", format = "TEXT_OR_CSV", output_type = "CUSTOM", overwrite = "OVERWRITE_REPORT" }
      ]
      s3_prefix = "exports"
      s3_region = "eu-west-1"
    })
    error_message = "Gzipped csv is delivered to the bucket, in place of the delivery before."
  }
}

run "exports_focus_as_parquet_beside_the_delivery_before" {
  command = plan

  variables {
    table       = "focus-1.2"
    format      = "parquet"
    overwrite   = false
    granularity = "HOURLY"
  }

  assert {
    condition     = can(regex("^SELECT [A-Za-z_]+(, [A-Za-z_]+)+ FROM FOCUS_1_2_AWS$", local.query)) && length(setsubtract(["BilledCost", "EffectiveCost", "ResourceId", "Tags", "x_ServiceCode"], local.columns)) == 0
    error_message = "The query names its columns, costs, resources and tags among them."
  }
  assert {
    condition     = one(one(aws_bcmdataexports_export.this.export).data_query).table_configurations == tomap({ FOCUS_1_2_AWS = tomap({ TIME_GRANULARITY = "HOURLY" }) })
    error_message = "FOCUS is configured by its granularity alone."
  }
  assert {
    condition     = jsonencode(one(one(one(one(aws_bcmdataexports_export.this.export).destination_configurations).s3_destination).s3_output_configurations)) == jsonencode({ compression = "PARQUET", format = "PARQUET", output_type = "CUSTOM", overwrite = "CREATE_NEW_REPORT" })
    error_message = "Parquet is delivered beside what is there."
  }
}

run "splits_costs_where_it_is_told" {
  command = plan

  variables {
    split_cost_allocation = true
  }

  assert {
    condition     = contains(local.columns, "split_line_item_split_cost") && one(one(aws_bcmdataexports_export.this.export).data_query).table_configurations.COST_AND_USAGE_REPORT.INCLUDE_SPLIT_COST_ALLOCATION_DATA == "TRUE"
    error_message = "Rows and columns of split costs come together."
  }
}

run "refuses_what_aws_would_refuse" {
  command         = plan
  expect_failures = [var.name, var.format, var.granularity, var.destination, var.split_cost_allocation]

  variables {
    name                  = "daily costs"
    table                 = "focus-1.2"
    format                = "csv.gz"
    granularity           = "WEEKLY"
    destination           = { bucket = "costlake-dev-0a1b2c3d", region = "eu-west-1", prefix = "/exports/" }
    split_cost_allocation = true
  }
}

run "knows_no_other_table" {
  command         = plan
  expect_failures = [var.table]

  variables {
    table = "focus-1.0"
  }
}
