mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

run "fails_into_its_dead_letter_queue" {
  variables {
    name               = "work-queue-dev"
    dlq_name           = "work-dlq-dev"
    visibility_seconds = 1800
    alarm_topic_arn    = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev"
    dlq_senders = {
      Rule = { service = "events.amazonaws.com", source_arn = "arn:aws:events:eu-west-1:123456789012:rule/landed-dev" }
    }
    senders = {
      Rule = { service = "events.amazonaws.com", source_arn = "arn:aws:events:eu-west-1:123456789012:rule/landed-dev" }
    }
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_policy.this.redrive_policy) == { deadLetterTargetArn = module.dlq.arn, maxReceiveCount = 3 } && aws_sqs_queue_redrive_policy.this.queue_url == aws_sqs_queue.this.id
    error_message = "After three tries a message moves to the dead-letter queue."
  }
  assert {
    condition     = output.max_receive_count == 3 && output.dlq_name == "work-dlq-dev"
    error_message = "Workers learn the number of tries and the dead-letter queue."
  }
  assert {
    condition     = aws_sqs_queue.this.visibility_timeout_seconds == 1800 && aws_sqs_queue.this.message_retention_seconds < 14 * 24 * 3600
    error_message = "The visibility is the caller's, and the retention shorter than the dead-letter queue's."
  }
  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled
    error_message = "The queue is encrypted."
  }
  assert {
    condition     = aws_sqs_queue.this.policy == module.policy.json && tolist(module.policy.statement_ids) == tolist(["TlsOnly", "Rule"])
    error_message = "The queue carries the policy: no plain http unless told otherwise, and its senders."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.old_messages.metric_name == "ApproximateAgeOfOldestMessage" && aws_cloudwatch_metric_alarm.old_messages.dimensions == tomap({ QueueName = "work-queue-dev" }) && aws_cloudwatch_metric_alarm.old_messages.alarm_actions == toset([var.alarm_topic_arn]) && aws_cloudwatch_metric_alarm.old_messages.treat_missing_data == "notBreaching"
    error_message = "A message that waits too long raises an alarm."
  }
  assert {
    condition     = can(regex("Runbook: docs/runbooks/[a-z-]+\\.md$", aws_cloudwatch_metric_alarm.old_messages.alarm_description))
    error_message = "The alarm names its runbook."
  }
  assert {
    condition     = tolist(module.dlq.policy_statement_ids) == tolist(["TlsOnly", "Rule"])
    error_message = "A rule that cannot deliver may put its event into the dead-letter queue."
  }
}
