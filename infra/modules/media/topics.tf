# For whoever waits for files: one message per downloaded file.
module "notifications" {
  source = "../topic"

  name             = "${var.name_prefix}media-notifications-${var.stage}"
  key_arn          = var.alerts.key_arn
  delivery_dlq_arn = module.delivery_dlq.arn
  alarm_topic_arn  = var.alerts.topic_arn
  tls_only         = var.tls_only
}

# For people: downloads that failed for good.
module "media_alerts" {
  source = "../topic"

  name             = "${var.name_prefix}media-alerts-${var.stage}"
  key_arn          = var.alerts.key_arn
  emails           = var.tuning.alert_emails
  delivery_dlq_arn = module.delivery_dlq.arn
  alarm_topic_arn  = var.alerts.topic_arn
  tls_only         = var.tls_only
}

# What a subscriber of either did not take.
module "delivery_dlq" {
  source = "../dlq"

  name            = "${var.name_prefix}media-delivery-dlq-${var.stage}"
  runbook         = "delivery-dlq-not-empty"
  alarm_topic_arn = var.alerts.topic_arn
  tls_only        = var.tls_only

  senders = {
    Notifications = { service = "sns.amazonaws.com", source_arn = module.notifications.arn }
    MediaAlerts   = { service = "sns.amazonaws.com", source_arn = module.media_alerts.arn }
  }
}
