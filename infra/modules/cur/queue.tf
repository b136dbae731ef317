# One message per S3 event.
module "queue" {
  source = "../queue"

  name               = local.queue_name
  dlq_name           = "${var.name_prefix}cur-processing-dlq-${var.stage}"
  visibility_seconds = var.tuning.visibility_seconds
  alarm_topic_arn    = var.alerts.topic_arn
  tls_only           = var.tls_only

  senders = {
    LandedRule = { service = "events.amazonaws.com", source_arn = module.landed_rule.arn }
  }
}

# One message per complete delivery; one group per report and billing period, so that each is published serially.
module "publish_queue" {
  source = "../queue"

  name               = "${var.name_prefix}cur-publish-queue-${var.stage}"
  dlq_name           = "${var.name_prefix}cur-publish-dlq-${var.stage}"
  fifo               = true
  visibility_seconds = var.tuning.visibility_seconds
  alarm_topic_arn    = var.alerts.topic_arn
  tls_only           = var.tls_only
}
