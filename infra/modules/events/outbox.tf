# What a bus did not take, although it was asked several times, waits here and is
# published later: nothing is lost because EventBridge had a bad minute.
module "outbox_queue" {
  source = "../queue"

  name                 = "${var.name_prefix}event-outbox-${var.stage}"
  dlq_name             = "${var.name_prefix}event-outbox-dlq-${var.stage}"
  visibility_seconds   = var.tuning.visibility_seconds
  max_receive_count    = 10 # with the pause doubled each time: hours of an outage
  max_age_seconds      = 900
  old_messages_runbook = "outbox-not-drained"
  alarm_topic_arn      = var.alerts.topic_arn
  tls_only             = var.tls_only
}

module "outbox" {
  source = "../function"

  name            = "event-outbox"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Publishes the events that a bus did not take at first"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.outbox.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = module.outbox_queue.arn
    batch_size          = 10
    maximum_concurrency = 2 # it sends when the bus has had enough
  }

  environment = {
    QUEUE_URL           = module.outbox_queue.url
    MAX_RECEIVE_COUNT   = module.outbox_queue.max_receive_count
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds
    COST_BUS_NAME       = var.buses.cost.name
    MEDIA_BUS_NAME      = var.buses.media.name
    SCHEDULES_BUS_NAME  = var.buses.schedules.name
  }
}

data "aws_iam_policy_document" "outbox" {
  statement {
    sid       = "PublishEvents"
    actions   = ["events:PutEvents"]
    resources = local.bus_arns
  }

  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [module.outbox_queue.arn]
  }
}
