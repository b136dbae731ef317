# S3 sends its events to the default bus only. Deletions count as well: an ad
# hoc report that is deleted takes its costs back. The whole event travels.
module "landed_rule" {
  source = "../rule"

  name            = "${var.name_prefix}cur-landed-${var.stage}"
  description     = "Objects that appear in or vanish from ${local.landing_bucket}"
  bus_name        = "default"
  target_arn      = module.queue.arn
  dlq_arn         = module.delivery_dlq.arn
  alarm_topic_arn = var.alerts.topic_arn

  pattern = jsonencode({
    source      = ["aws.s3"]
    detail-type = ["Object Created", "Object Deleted"]
    detail      = { bucket = { name = [local.landing_bucket] } }
  })
}

# What a rule or a subscription of this module could not deliver, and what a function started by a rule failed with.
module "delivery_dlq" {
  source = "../dlq"

  name            = local.delivery_dlq_name
  runbook         = "delivery-dlq-not-empty"
  alarm_topic_arn = var.alerts.topic_arn
  tls_only        = var.tls_only

  senders = {
    LandedRule  = { service = "events.amazonaws.com", source_arn = module.landed_rule.arn }
    CleanupRule = { service = "events.amazonaws.com", source_arn = module.cleanup_rule.arn }
    CostAlerts  = { service = "sns.amazonaws.com", source_arn = module.cost_alerts.arn }
  }
}

# Both rules and the alarms of their failures were resources of this module.
moved {
  from = aws_cloudwatch_event_rule.landed
  to   = module.landed_rule.aws_cloudwatch_event_rule.this
}

moved {
  from = aws_cloudwatch_event_target.queue
  to   = module.landed_rule.aws_cloudwatch_event_target.this
}

moved {
  from = aws_cloudwatch_metric_alarm.rule_failed
  to   = aws_cloudwatch_metric_alarm.rule_failed["landed"]
}

moved {
  from = aws_cloudwatch_metric_alarm.rule_failed["landed"]
  to   = module.landed_rule.aws_cloudwatch_metric_alarm.failed
}

moved {
  from = aws_cloudwatch_event_rule.cleanup
  to   = module.cleanup_rule.aws_cloudwatch_event_rule.this
}

moved {
  from = aws_cloudwatch_event_target.cleanup
  to   = module.cleanup_rule.aws_cloudwatch_event_target.this
}

moved {
  from = aws_cloudwatch_metric_alarm.rule_failed["cleanup"]
  to   = module.cleanup_rule.aws_cloudwatch_metric_alarm.failed
}
