# A topic whose messages wait in a queue, with its dead-letter queue, until a function takes them.
module "topic" {
  source = "../topic"

  name             = var.topic_name
  key_arn          = var.key_arn
  delivery_dlq_arn = var.delivery_dlq_arn
  alarm_topic_arn  = var.alarm_topic_arn
  tls_only         = var.tls_only
}

module "queue" {
  source = "../queue"

  name               = var.queue_name
  dlq_name           = var.dlq_name
  visibility_seconds = var.visibility_seconds
  max_receive_count  = var.max_receive_count
  senders            = { Topic = { service = "sns.amazonaws.com", source_arn = module.topic.arn } }
  alarm_topic_arn    = var.alarm_topic_arn
  tls_only           = var.tls_only
}

resource "aws_sns_topic_subscription" "this" {
  topic_arn      = module.topic.arn
  protocol       = "sqs"
  endpoint       = module.queue.arn
  redrive_policy = jsonencode({ deadLetterTargetArn = var.delivery_dlq_arn })
}
