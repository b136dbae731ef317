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
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev" }
  }
}

run "is_encrypted_and_reports_failed_deliveries" {
  variables {
    name             = "ops-alerts-dev"
    key_arn          = "arn:aws:kms:eu-west-1:123456789012:key/1"
    publishers       = ["cloudwatch.amazonaws.com"]
    emails           = ["ops@example.com"]
    delivery_dlq_arn = "arn:aws:sqs:eu-west-1:123456789012:ops-delivery-dlq-dev"
  }

  assert {
    condition     = aws_sns_topic.this.kms_master_key_id == var.key_arn
    error_message = "The topic is encrypted with the customer key."
  }
  assert {
    condition     = aws_sns_topic_policy.this[0].policy == data.aws_iam_policy_document.topic.json && aws_sns_topic_policy.this[0].arn == aws_sns_topic.this.arn
    error_message = "The topic carries the policy."
  }
  assert {
    condition = length([for s in data.aws_iam_policy_document.topic.statement : s if
      s.sid == "TlsOnly" && s.effect == "Deny" && s.actions == toset(["sns:Publish"]) && one(s.condition).variable == "aws:SecureTransport" && one(s.condition).values == tolist(["false"])
    ]) == 1
    error_message = "Plain http is refused unless told otherwise."
  }
  assert {
    condition = length([for s in data.aws_iam_policy_document.topic.statement : s if
      s.sid == "ServicesOfThisAccount" && s.actions == toset(["sns:Publish"]) && one(s.principals).identifiers == toset(["cloudwatch.amazonaws.com"]) && one(s.condition).variable == "aws:SourceAccount" && one(s.condition).values == tolist(["123456789012"])
    ]) == 1
    error_message = "The named services may publish, on behalf of this account only."
  }
  assert {
    condition     = alltrue([for s in data.aws_iam_policy_document.topic.statement : s.resources == toset([aws_sns_topic.this.arn])])
    error_message = "Every statement names this topic."
  }
  assert {
    condition     = alltrue([for s in values(aws_sns_topic_subscription.email) : try(jsondecode(s.redrive_policy).deadLetterTargetArn, null) == var.delivery_dlq_arn]) && length(aws_sns_topic_subscription.email) == 1
    error_message = "What a subscriber could not be given goes to the delivery dead-letter queue."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.not_delivered.metric_name == "NumberOfNotificationsFailed" && aws_cloudwatch_metric_alarm.not_delivered.threshold == 0 && aws_cloudwatch_metric_alarm.not_delivered.alarm_actions == toset([aws_sns_topic.this.arn]) && aws_cloudwatch_metric_alarm.not_delivered.treat_missing_data == "notBreaching"
    error_message = "A failed delivery raises an alarm; the operational topic reports its own."
  }
  assert {
    condition     = can(regex("Runbook: docs/runbooks/[a-z-]+\\.md$", aws_cloudwatch_metric_alarm.not_delivered.alarm_description))
    error_message = "The alarm names its runbook."
  }
}
