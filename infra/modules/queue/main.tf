# A worker queue and the dead-letter queue behind it.
resource "aws_sqs_queue" "this" {
  name                       = "${var.name}${local.suffix}"
  fifo_queue                 = var.fifo ? true : null
  visibility_timeout_seconds = var.visibility_seconds
  message_retention_seconds  = 345600 # 4 days: shorter than the dead-letter queue's, because a message keeps its age when it moves
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true
  policy                     = module.policy.json
}

module "dlq" {
  source = "../dlq"

  name              = var.dlq_name
  fifo              = var.fifo
  source_queue_name = var.name
  senders           = var.dlq_senders
  alarm_topic_arn   = var.alarm_topic_arn
  tls_only          = var.tls_only
}

# A resource of its own, so that both queues are created side by side: SQS
# refuses a redrive policy whose dead-letter queue does not exist yet.
resource "aws_sqs_queue_redrive_policy" "this" {
  queue_url = aws_sqs_queue.this.id

  redrive_policy = jsonencode({
    deadLetterTargetArn = module.dlq.arn
    maxReceiveCount     = var.max_receive_count
  })
}

module "policy" {
  source = "../queue-policy"

  queue_name = "${var.name}${local.suffix}"
  senders    = var.senders
  tls_only   = var.tls_only
}

locals {
  suffix = var.fifo ? ".fifo" : ""
}
