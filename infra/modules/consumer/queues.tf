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

# Index by index: a module named as a whole would have to be finished first, redrive policy included.
locals {
  dlq = local.is_queue ? {
    arn  = module.queue[0].dlq_arn
    url  = module.queue[0].dlq_url
    name = module.queue[0].dlq_name
    } : {
    arn  = module.dlq[0].arn
    url  = module.dlq[0].url
    name = module.dlq[0].name
  }
}
