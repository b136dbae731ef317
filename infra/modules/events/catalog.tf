# The audit copy as SQL. Partitions are worked out from the query (projection), not
# registered: an hour can be asked for as soon as it has an object. A copy may be there
# twice, as SQS delivers at least once: count distinct ids.
resource "aws_glue_catalog_database" "events" {
  name        = "${replace(var.name_prefix, "-", "_")}almanac_events_${var.stage}"
  description = "Copies of the events that crossed the buses"
}

resource "aws_glue_catalog_table" "events" {
  name          = "events"
  database_name = aws_glue_catalog_database.events.name
  description   = "One row per copied event; bus, dt and hour (UTC) narrow what is read"
  table_type    = "EXTERNAL_TABLE"

  parameters = {
    classification              = "json"
    EXTERNAL                    = "TRUE"
    "projection.enabled"        = "true"
    "projection.bus.type"       = "enum"
    "projection.bus.values"     = join(",", [for bus in values(var.buses) : bus.name])
    "projection.dt.type"        = "date"
    "projection.dt.format"      = "yyyy-MM-dd"
    "projection.dt.range"       = "2025-01-01,NOW"
    "projection.hour.type"      = "integer"
    "projection.hour.range"     = "0,23"
    "projection.hour.digits"    = "2"
    "storage.location.template" = "s3://${module.audit_bucket.name}/events/bus=$${bus}/dt=$${dt}/hour=$${hour}/"
  }

  dynamic "partition_keys" {
    for_each = ["bus", "dt", "hour"]
    content {
      name = partition_keys.value
      type = "string"
    }
  }

  storage_descriptor {
    location      = "s3://${module.audit_bucket.name}/events/"
    input_format  = "org.apache.hadoop.mapred.TextInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"

    # A column name takes no hyphen, and detail stays JSON: every type has other fields.
    ser_de_info {
      serialization_library = "org.openx.data.jsonserde.JsonSerDe"
      parameters            = { "mapping.detail_type" = "detail-type" }
    }

    dynamic "columns" {
      for_each = local.event_columns
      content {
        name    = columns.value[0]
        type    = columns.value[1]
        comment = columns.value[2]
      }
    }
  }
}

locals {
  event_columns = [
    ["id", "string", "EventBridge's id; the same again for a copy that is there twice"],
    ["source", "string", "Who published it"],
    ["detail_type", "string", "Type of the event"],
    ["time", "string", "When it happened, ISO 8601, UTC"],
    ["account", "string", "Account that it was published in"],
    ["region", "string", "Region that it was published in"],
    ["resources", "array<string>", "ARNs that it is about"],
    ["detail", "string", "JSON object: the fields of the type, and metadata"],
  ]
}
