# Requests by message: topic -> queue -> schedule-commands.
module "creation" {
  source = "../topic-queue"

  topic_name         = "${var.name_prefix}schedule-creation-${var.stage}"
  queue_name         = "${var.name_prefix}schedule-commands-${var.stage}"
  dlq_name           = "${var.name_prefix}schedule-commands-dlq-${var.stage}"
  key_arn            = var.alerts.key_arn
  visibility_seconds = var.tuning.visibility_seconds
  max_receive_count  = 3
  delivery_dlq_arn   = module.delivery_dlq.arn
  alarm_topic_arn    = var.alerts.topic_arn
  tls_only           = var.tls_only
}

module "commands" {
  source = "../function"

  name            = "schedule-commands"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Creates and changes schedules as messages ask for it"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.commands.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = module.creation.queue.arn
    batch_size          = 10
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = merge(local.change_settings, local.event_settings, {
    QUEUE_URL           = module.creation.queue.url
    MAX_RECEIVE_COUNT   = module.creation.queue.max_receive_count
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds
  })
}

data "aws_iam_policy_document" "commands" {
  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [module.creation.queue.arn]
  }

  source_policy_documents = [data.aws_iam_policy_document.define.json, data.aws_iam_policy_document.tell.json]
}
