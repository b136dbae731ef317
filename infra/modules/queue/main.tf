# A worker queue and the dead-letter queue behind it.
resource "aws_sqs_queue" "this" {
  name                       = "${var.name}${local.suffix}"
  fifo_queue                 = var.fifo ? true : null
  visibility_timeout_seconds = var.visibility_seconds
  message_retention_seconds  = 345600 # 4 days: shorter than the dead-letter queue's, because a message keeps its age when it moves
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = true
  policy                     = local.has_policy ? data.aws_iam_policy_document.queue.json : null
}

module "dlq" {
  source = "../dlq"

  name              = var.dlq_name
  fifo              = var.fifo
  source_queue_name = var.name
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

data "aws_iam_policy_document" "queue" {
  dynamic "statement" {
    for_each = var.tls_only ? ["TlsOnly"] : []
    content {
      sid       = statement.value
      effect    = "Deny"
      actions   = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:SetQueueAttributes", "sqs:PurgeQueue"]
      resources = [local.arn]

      principals {
        type        = "*"
        identifiers = ["*"]
      }
      condition {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["false"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.senders
    content {
      sid       = statement.key
      actions   = ["sqs:SendMessage"]
      resources = [local.arn]

      principals {
        type        = "Service"
        identifiers = [statement.value.service]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [statement.value.source_arn]
      }
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  suffix     = var.fifo ? ".fifo" : ""
  arn        = "arn:${data.aws_partition.current.partition}:sqs:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:${var.name}${local.suffix}"
  has_policy = var.tls_only || length(var.senders) > 0
}
