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

run "keeps_and_reports_what_failed" {
  variables {
    name              = "work-dlq-dev"
    fifo              = true
    source_queue_name = "work-queue-dev"
    alarm_topic_arn   = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev"
    senders = {
      Rule = { service = "events.amazonaws.com", source_arn = "arn:aws:events:eu-west-1:123456789012:rule/landed-dev" }
    }
  }

  assert {
    condition     = aws_sqs_queue.this.message_retention_seconds == 14 * 24 * 3600
    error_message = "A dead-letter queue keeps messages for 14 days."
  }
  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled
    error_message = "The queue is encrypted."
  }
  assert {
    condition     = aws_sqs_queue.this.name == "work-dlq-dev.fifo" && aws_sqs_queue.this.fifo_queue
    error_message = "The dead-letter queue of a FIFO queue is one itself."
  }
  assert {
    condition     = jsondecode(aws_sqs_queue.this.redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = ["arn:aws:sqs:eu-west-1:123456789012:work-queue-dev.fifo"] }
    error_message = "Only its own queue may redrive into it."
  }
  assert {
    condition     = aws_sqs_queue.this.policy == module.policy.json && tolist(module.policy.statement_ids) == tolist(["TlsOnly", "Rule"])
    error_message = "The queue carries the policy: no plain http unless told otherwise, and its senders."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.not_empty.metric_name == "ApproximateNumberOfMessagesVisible" && aws_cloudwatch_metric_alarm.not_empty.threshold == 0 && aws_cloudwatch_metric_alarm.not_empty.alarm_actions == toset([var.alarm_topic_arn]) && aws_cloudwatch_metric_alarm.not_empty.treat_missing_data == "notBreaching"
    error_message = "The first message raises an alarm."
  }
  assert {
    condition     = can(regex("Runbook: docs/runbooks/[a-z-]+\\.md$", aws_cloudwatch_metric_alarm.not_empty.alarm_description))
    error_message = "The alarm names its runbook."
  }
}
