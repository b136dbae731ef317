# Exports of this account's own costs, delivered straight into the landing bucket.
module "data_export" {
  source   = "../data-export"
  for_each = var.data_exports

  name                  = each.key
  table                 = each.value.table
  format                = each.value.format
  overwrite             = each.value.overwrite
  granularity           = each.value.granularity
  split_cost_allocation = each.value.split_cost_allocation

  destination = {
    bucket = module.landing.name
    region = local.region
    prefix = each.value.prefix
  }
}
