# Queries that the workgroup offers. Their SQL runs on Athena and on the local stack alike.
resource "aws_athena_named_query" "offered" {
  for_each = {
    cost-per-service-per-day = "What each service cost on each day"
    month-over-month         = "Each service's cost beside that of the month before"
    top-resources            = "The 20 resources that cost most in each billing period"
    untagged-spend           = "Usage that carries no tag, per account and service"
  }

  name        = each.key
  description = each.value
  workgroup   = aws_athena_workgroup.almanac.name
  database    = aws_glue_catalog_database.cost.name
  query       = file("${path.module}/queries/${each.key}.sql")
}
