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
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:work-dev" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:work-queue-dev" }
  }
}

run "puts_what_is_published_into_the_queue" {
  variables {
    topic_name         = "work-dev"
    queue_name         = "work-queue-dev"
    dlq_name           = "work-dlq-dev"
    key_arn            = "arn:aws:kms:eu-west-1:123456789012:key/1"
    visibility_seconds = 360
    max_receive_count  = 5
    delivery_dlq_arn   = "arn:aws:sqs:eu-west-1:123456789012:delivery-dlq-dev"
    alarm_topic_arn    = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev"
  }

  assert {
    condition     = [aws_sns_topic_subscription.this.topic_arn, aws_sns_topic_subscription.this.protocol, aws_sns_topic_subscription.this.endpoint] == ["arn:aws:sns:eu-west-1:123456789012:work-dev", "sqs", "arn:aws:sqs:eu-west-1:123456789012:work-queue-dev"]
    error_message = "The queue is subscribed to the topic."
  }
  assert {
    condition     = jsondecode(aws_sns_topic_subscription.this.redrive_policy).deadLetterTargetArn == var.delivery_dlq_arn
    error_message = "What the topic cannot give to the queue is kept."
  }
  assert {
    condition     = [output.topic.name, output.queue.name, output.queue.dlq_name, output.queue.max_receive_count] == ["work-dev", "work-queue-dev", "work-dlq-dev", 5]
    error_message = "The names and the tries are those that were asked for."
  }
}
