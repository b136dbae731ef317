resource "aws_cloudwatch_metric_alarm" "old_messages" {
  alarm_name          = "${aws_sqs_queue.this.name}-old-messages"
  alarm_description   = "A message of ${aws_sqs_queue.this.name} waits longer than ${var.max_age_seconds} s. Runbook: docs/runbooks/${var.old_messages_runbook}.md"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = aws_sqs_queue.this.name }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.max_age_seconds
  treat_missing_data  = "notBreaching" # SQS sends no metrics of a queue that has been idle for hours
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}
