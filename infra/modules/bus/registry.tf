# The contracts of the bus, for those who generate types or look fields up. The files
# are generated from packages/contracts; each of them is one schema.
resource "aws_schemas_registry" "this" {
  count = var.registry == null ? 0 : 1

  name        = var.registry.name
  description = "Contracts of the events on ${var.name}"
}

resource "aws_schemas_schema" "this" {
  for_each = local.schemas

  name          = each.key
  registry_name = one(aws_schemas_registry.this).name
  type          = "OpenApi3"
  description   = "Contract of ${each.key}"
  content       = each.value

  lifecycle {
    precondition {
      condition     = length(each.value) <= 100000
      error_message = "The schema ${each.key} has ${length(each.value)} characters, and the registry takes 100,000: shorten its descriptions in packages/contracts."
    }
  }
}

locals {
  schema_files = var.registry == null ? [] : fileset(var.registry.schemas_dir, "*.json")
  schemas      = { for file in local.schema_files : trimsuffix(file, ".json") => file("${var.registry.schemas_dir}/${file}") }
}
