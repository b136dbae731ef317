# The join that every reader needs, as a view: the line items that count. Athena
# keeps a view as a Glue table without files whose text is the SQL in base64.
# Source: Trino, hive connector, "Hive views" (Presto views in the metastore).
resource "aws_glue_catalog_table" "focus" {
  count = var.athena_views ? 1 : 0

  name               = "focus"
  database_name      = aws_glue_catalog_database.cost.name
  description        = "Line items of the deliveries that count, FOCUS column names"
  table_type         = "VIRTUAL_VIEW"
  parameters         = { presto_view = "true", comment = "Presto View" }
  view_original_text = "/* Presto View: ${base64encode(jsonencode(local.focus_view))} */"
  view_expanded_text = "/* Presto View */"

  storage_descriptor {
    dynamic "columns" {
      for_each = local.view_columns
      content {
        name    = columns.value[0]
        type    = columns.value[1]
        comment = try(columns.value[2], null)
      }
    }
  }
}

locals {
  view_columns = concat([for key in local.partition_keys : [key, "string"]], local.focus_columns)

  focus_view = {
    catalog     = "awsdatacatalog"
    schema      = local.glue_database
    columns     = [for column in local.view_columns : { name = column[0], type = replace(column[1], "string", "varchar") }]
    originalSql = <<-SQL
      SELECT ${join(", ", [for column in local.view_columns : "part.${column[0]}"])}
      FROM ${local.focus_table} AS part
      JOIN live_deliveries AS live
        ON part.report = live.report AND part.billing_period = live.billing_period AND part.delivery = live.delivery
    SQL
  }
}
