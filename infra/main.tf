# The system, from top to bottom: alarms go to one topic, domain events to three buses,
# all of which are archived and copied for the audit. Cost reports travel bucket ->
# rule -> queue -> parser -> queue -> publisher -> tables, lake, alerts and cost bus;
# media events travel bus -> the rule of each declared consumer -> its function.

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
  audit               = module.events.audit_queue
  registry            = var.schema_registry_enabled ? { name = "${var.name_prefix}almanac-schemas-${var.stage}", schemas_dir = "${path.module}/schemas/cost" } : null
  alarm_topic_arn     = module.alerts.topic_arn
}

module "media_bus" {
  source = "./modules/bus"

  name            = "${var.name_prefix}MediaDownloaderEvents${local.media_suffix}"
  archive_name    = "${var.name_prefix}MediaDownloaderArchive${local.media_suffix}"
  audit           = module.events.audit_queue
  registry        = var.schema_registry_enabled ? { name = "${var.name_prefix}MediaDownloaderSchemas${local.media_suffix}", schemas_dir = "${path.module}/schemas/media" } : null
  alarm_topic_arn = module.alerts.topic_arn
}

module "schedules_bus" {
  source = "./modules/bus"

  name            = "${var.name_prefix}schedule-events-${var.stage}"
  audit           = module.events.audit_queue
  registry        = var.schema_registry_enabled ? { name = "${var.name_prefix}almanac-schedules-${var.stage}", schemas_dir = "${path.module}/schemas/schedules" } : null
  alarm_topic_arn = module.alerts.topic_arn
}

module "events" {
  source = "./modules/events"

  name_prefix         = var.name_prefix
  stage               = var.stage
  functions_dir       = var.functions_dir
  log_level           = var.log_level
  tuning              = var.events
  buses               = local.buses
  alerts              = { topic_arn = module.alerts.topic_arn, key_arn = module.alerts.key_arn }
  force_destroy       = var.force_destroy
  deletion_protection = var.deletion_protection
  tls_only            = var.tls_only
}

module "cur" {
  source = "./modules/cur"

  name_prefix                     = var.name_prefix
  stage                           = var.stage
  functions_dir                   = var.functions_dir
  log_level                       = var.log_level
  tuning                          = var.cur
  bus                             = module.cost_bus
  outbox                          = module.events.outbox
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

module "consumer" {
  source   = "./modules/consumer"
  for_each = local.consumers

  consumer           = each.value
  name_prefix        = var.name_prefix
  stage              = var.stage
  bus_name           = local.buses[each.value.bus].name
  visibility_seconds = var.events.visibility_seconds
  alarm_topic_arn    = module.alerts.topic_arn
  tls_only           = var.tls_only
}

module "media" {
  source = "./modules/media"

  name_prefix           = var.name_prefix
  stage                 = var.stage
  functions_dir         = var.functions_dir
  log_level             = var.log_level
  tuning                = merge(var.events, var.media)
  web_actions_topic_arn = var.media.github_repository == null ? null : coalesce(var.media.web_actions_topic_arn, module.schedules.web_actions_topic_arn)
  github_repository     = var.media.github_repository
  consumers = {
    media-analytics      = module.consumer["media-analytics"].starts
    media-failure-triage = module.consumer["media-failure-triage"].starts
    media-file-status    = module.consumer["media-file-status"].starts
    media-notify         = module.consumer["media-notify"].starts
  }
  events              = { consumer_settings = module.events.consumer_settings, consumer_policy = module.events.consumer_policy }
  alerts              = { topic_arn = module.alerts.topic_arn, key_arn = module.alerts.key_arn }
  deletion_protection = var.deletion_protection
  tls_only            = var.tls_only
}

module "observability" {
  source = "./modules/observability"

  name   = "${var.name_prefix}almanac-${var.stage}"
  region = var.region
  cur    = module.cur.dashboard
  events = local.events_dashboard
}
