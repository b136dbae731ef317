# The curated files as SQL. A reader joins focus_parts (every delivery) with
# live_deliveries (the one that counts) on report, billing_period and delivery.
resource "aws_glue_catalog_database" "cost" {
  name        = local.glue_database
  description = "Normalised cost line items"
}

# Partitions are registered when a delivery is published: no crawler, no projection.
resource "aws_glue_catalog_table" "focus_parts" {
  name          = local.focus_table
  database_name = aws_glue_catalog_database.cost.name
  description   = "Line items of every delivery, FOCUS column names; join with live_deliveries"
  table_type    = "EXTERNAL_TABLE"
  parameters    = { classification = "parquet", EXTERNAL = "TRUE" }

  dynamic "partition_keys" {
    for_each = local.partition_keys
    content {
      name = partition_keys.value
      type = "string"
    }
  }

  storage_descriptor {
    location      = "s3://${module.curated.name}/focus/"
    input_format  = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat"

    ser_de_info {
      serialization_library = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"
    }

    dynamic "columns" {
      for_each = local.focus_columns
      content {
        name    = columns.value[0]
        type    = columns.value[1]
        comment = try(columns.value[2], null)
      }
    }
  }
}

resource "aws_glue_catalog_table" "pointers" {
  for_each = {
    live_deliveries   = ["live", "The delivery that counts, per report and billing period"]
    shadow_deliveries = ["shadow", "The delivery of each report that is kept out of all totals, per report and billing period"]
  }

  name          = each.key
  database_name = aws_glue_catalog_database.cost.name
  description   = each.value[1]
  table_type    = "EXTERNAL_TABLE"
  parameters    = { classification = "json", EXTERNAL = "TRUE" }

  storage_descriptor {
    location      = "s3://${module.curated.name}/${each.value[0]}/"
    input_format  = "org.apache.hadoop.mapred.TextInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

    ser_de_info {
      serialization_library = "org.openx.data.jsonserde.JsonSerDe"
    }

    dynamic "columns" {
      for_each = local.partition_keys
      content {
        name = columns.value
        type = "string"
      }
    }
  }
}

# A stack that had one of the tables keeps it: Glue takes no second table of a name.
moved {
  from = aws_glue_catalog_table.live_deliveries
  to   = aws_glue_catalog_table.pointers["live_deliveries"]
}

resource "aws_athena_workgroup" "almanac" {
  name          = "${var.name_prefix}almanac-${var.stage}"
  description   = "Queries over the curated cost files"
  force_destroy = var.force_destroy

  configuration {
    enforce_workgroup_configuration    = true
    publish_cloudwatch_metrics_enabled = true
    bytes_scanned_cutoff_per_query     = 107374182400 # 100 GiB, about 0.50 USD a query

    result_configuration {
      output_location = "s3://${module.curated.name}/${local.results_prefix}"

      encryption_configuration {
        encryption_option = "SSE_S3"
      }
    }
  }
}

locals {
  glue_database = "${replace(var.name_prefix, "-", "_")}almanac_cost_${var.stage}"
  focus_table   = "focus_parts"

  partition_keys = ["report", "billing_period", "delivery"]

  # In the order of CURATED_COLUMNS: the columns of FOCUS 1.2 by name, then our own.
  focus_columns = [
    ["availabilityzone", "string"],
    ["billedcost", "decimal(38,18)"],
    ["billingaccountid", "string"],
    ["billingaccountname", "string"],
    ["billingaccounttype", "string"],
    ["billingcurrency", "string"],
    ["billingperiodend", "timestamp"],
    ["billingperiodstart", "timestamp"],
    ["capacityreservationid", "string"],
    ["capacityreservationstatus", "string"],
    ["chargecategory", "string"],
    ["chargeclass", "string"],
    ["chargedescription", "string"],
    ["chargefrequency", "string"],
    ["chargeperiodend", "timestamp"],
    ["chargeperiodstart", "timestamp"],
    ["commitmentdiscountcategory", "string"],
    ["commitmentdiscountid", "string"],
    ["commitmentdiscountname", "string"],
    ["commitmentdiscountquantity", "decimal(38,18)"],
    ["commitmentdiscountstatus", "string"],
    ["commitmentdiscounttype", "string"],
    ["commitmentdiscountunit", "string"],
    ["consumedquantity", "decimal(38,18)"],
    ["consumedunit", "string"],
    ["contractedcost", "decimal(38,18)"],
    ["contractedunitprice", "decimal(38,18)"],
    ["effectivecost", "decimal(38,18)"],
    ["invoiceid", "string"],
    ["invoiceissuername", "string"],
    ["listcost", "decimal(38,18)"],
    ["listunitprice", "decimal(38,18)"],
    ["pricingcategory", "string"],
    ["pricingcurrency", "string"],
    ["pricingquantity", "decimal(38,18)"],
    ["pricingunit", "string"],
    ["providername", "string"],
    ["publishername", "string"],
    ["regionid", "string"],
    ["regionname", "string"],
    ["resourceid", "string"],
    ["resourcename", "string"],
    ["resourcetype", "string"],
    ["servicecategory", "string"],
    ["servicename", "string"],
    ["servicesubcategory", "string"],
    ["skuid", "string"],
    ["skumeter", "string"],
    ["skupricedetails", "string", "JSON object"],
    ["skupriceid", "string"],
    ["subaccountid", "string"],
    ["subaccountname", "string"],
    ["subaccounttype", "string"],
    ["tags", "string", "JSON object"],
    ["x_lineitemtype", "string"],
    ["x_operation", "string"],
    ["x_servicecode", "string"],
    ["x_usagetype", "string"],
  ]
}
