# A queue buffers: bursts wait, and each message has its own retries. Its dead-letter
# queue takes both what the rule could not deliver and what the function failed with.
module "queue" {
  source = "../queue"
  count  = local.is_queue ? 1 : 0

  name               = local.name
  dlq_name           = local.dlq_name
  visibility_seconds = var.visibility_seconds
  senders            = local.sender
  dlq_senders        = local.sender
  alarm_topic_arn    = var.alarm_topic_arn
  tls_only           = var.tls_only
}

# Where there is no queue: what the rule could not deliver, and what a function that it starts failed with.
module "dlq" {
  source = "../dlq"
  count  = local.is_queue ? 0 : 1

  name            = local.dlq_name
  senders         = local.sender
  alarm_topic_arn = var.alarm_topic_arn
  tls_only        = var.tls_only
}

locals {
  dlq = local.is_queue ? {
    arn  = one(module.queue).dlq_arn
    url  = one(module.queue).dlq_url
    name = one(module.queue).dlq_name
    } : {
    arn  = one(module.dlq).arn
    url  = one(module.dlq).url
    name = one(module.dlq).name
  }
}
