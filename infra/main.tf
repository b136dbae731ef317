# The system, from top to bottom: alarms go to one topic, domain events to one
# bus, and cost reports travel bucket -> rule -> queue -> parser -> queue ->
# publisher -> tables, lake, alerts and bus.

module "alerts" {
  source = "./modules/alerts"

  name_prefix = var.name_prefix
  stage       = var.stage
  ops_emails  = var.ops_emails
  tls_only    = var.tls_only
}

module "cost_bus" {
  source = "./modules/bus"

  name                = "${var.name_prefix}cost-optimizer-event-bus-${var.stage}"
  trusted_account_ids = var.trusted_event_accounts
}

module "cur" {
  source = "./modules/cur"

  name_prefix                     = var.name_prefix
  stage                           = var.stage
  functions_dir                   = var.functions_dir
  log_level                       = var.log_level
  tuning                          = var.cur
  bus                             = module.cost_bus
  alerts                          = { topic_arn = module.alerts.topic_arn, key_arn = module.alerts.key_arn }
  alert_emails                    = var.alert_emails
  payer_account_ids               = var.payer_account_ids
  data_exports                    = var.data_exports
  expected_reports                = var.expected_reports
  shadow_report_prefixes          = var.shadow_report_prefixes
  curated_retention_days          = var.curated_retention_days
  account_names                   = var.account_names
  account_names_from_organization = var.account_names_from_organization
  athena_views                    = var.athena_views
  force_destroy                   = var.force_destroy
  deletion_protection             = var.deletion_protection
  tls_only                        = var.tls_only
}

module "observability" {
  source = "./modules/observability"

  name   = "${var.name_prefix}almanac-${var.stage}"
  region = var.region
  cur    = module.cur.dashboard
}
