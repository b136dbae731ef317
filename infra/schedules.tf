# Schedules: API or message -> record -> EventBridge Scheduler -> queue -> runner -> topic ->
# web action, notification or a topic of the user's own; topics -> videos requested on the bus.
module "schedules" {
  source = "./modules/schedules"

  name_prefix              = var.name_prefix
  stage                    = var.stage
  functions_dir            = var.functions_dir
  log_level                = var.log_level
  tuning                   = var.schedules.tuning
  limits                   = var.schedules.limits
  topics                   = var.schedules.topics
  orchestrator             = var.orchestrator
  bus                      = { name = module.schedules_bus.name, arn = module.schedules_bus.arn }
  outbox                   = module.events.outbox
  events                   = { consumer_settings = module.events.consumer_settings, consumer_policy = module.events.consumer_policy }
  video_performance        = module.consumer["video-performance"].starts.queue
  alerts                   = { topic_arn = module.alerts.topic_arn, key_arn = module.alerts.key_arn }
  deletion_protection      = var.deletion_protection
  schedule_arns_have_group = var.schedule_arns_have_group
  tls_only                 = var.tls_only

  web_action_hosts            = var.web_action_hosts
  web_action_default_endpoint = var.web_action_default_endpoint
  notification_channels       = var.notification_channels
  notification_emails         = var.notification_emails
}
