# Where every operational alarm goes.
module "topic" {
  source = "../topic"

  name             = "${var.name_prefix}ops-alerts-${var.stage}"
  key_arn          = aws_kms_key.topics.arn
  publishers       = ["cloudwatch.amazonaws.com", "events.amazonaws.com"]
  emails           = var.ops_emails
  delivery_dlq_arn = module.delivery_dlq.arn
  tls_only         = var.tls_only
}

module "delivery_dlq" {
  source = "../dlq"

  name            = "${var.name_prefix}ops-delivery-dlq-${var.stage}"
  runbook         = "delivery-dlq-not-empty"
  alarm_topic_arn = module.topic.arn
  tls_only        = var.tls_only

  senders = {
    SnsOpsAlerts = { service = "sns.amazonaws.com", source_arn = module.topic.arn }
  }
}
