# What people are told: one message per published delivery or failed file.
module "cost_alerts" {
  source = "../topic"

  name             = "${var.name_prefix}cost-alerts-${var.stage}"
  key_arn          = var.alerts.key_arn
  emails           = var.alert_emails
  delivery_dlq_arn = module.delivery_dlq.arn
  alarm_topic_arn  = var.alerts.topic_arn
  tls_only         = var.tls_only
}

# How both functions tell people and other subsystems.
data "aws_iam_policy_document" "tell" {
  statement {
    sid       = "AlertPeople"
    actions   = ["sns:Publish"]
    resources = [module.cost_alerts.arn]
  }

  statement {
    sid       = "EncryptAlerts"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = [var.alerts.key_arn]
  }

  statement {
    sid       = "PublishEvents"
    actions   = ["events:PutEvents"]
    resources = [var.bus.arn]
  }

  statement {
    sid       = "KeepUnsentEvents"
    actions   = ["sqs:SendMessage"]
    resources = [var.outbox.arn]
  }
}
