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
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:123456789012:key/1" }
  }
}

run "lets_services_publish_encrypted_alarms" {
  variables {
    name_prefix = ""
    stage       = "dev"
    ops_emails  = ["ops@example.com"]
  }

  assert {
    condition     = aws_kms_key.topics.enable_key_rotation && aws_kms_key.topics.policy == data.aws_iam_policy_document.key.json
    error_message = "The key rotates and carries the policy."
  }
  assert {
    condition = length([for s in data.aws_iam_policy_document.key.statement : s if
      s.sid == "ServicesPublish" && s.actions == toset(["kms:Decrypt", "kms:GenerateDataKey"]) && one(s.principals).type == "Service" && one(s.principals).identifiers == toset(["cloudwatch.amazonaws.com", "events.amazonaws.com", "s3.amazonaws.com"])
    ]) == 1
    error_message = "CloudWatch, EventBridge and S3 may encrypt what they publish; without it alarms would be silent."
  }
  assert {
    condition = alltrue([for s in data.aws_iam_policy_document.key.statement :
      one(s.principals).identifiers == toset(["arn:aws:iam::123456789012:root"])
    if anytrue([for a in s.actions : strcontains(a, "*")])])
    error_message = "Only this account may manage the key."
  }
  assert {
    condition     = module.delivery_dlq.name == "ops-delivery-dlq-dev"
    error_message = "Alarms that reach no subscriber are kept."
  }
  assert {
    condition     = output.delivery_dlq_url == module.delivery_dlq.url && output.key_arn == aws_kms_key.topics.arn && output.topic_arn == module.topic.arn && module.topic.name == "ops-alerts-dev"
    error_message = "Others learn the topic, the key, and where undelivered alarms lie."
  }
}
