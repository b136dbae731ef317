resource "aws_lambda_event_source_mapping" "queue" {
  count = var.queue == null ? 0 : 1

  event_source_arn        = var.queue.arn
  function_name           = aws_lambda_function.this.arn
  batch_size              = var.queue.batch_size
  function_response_types = ["ReportBatchItemFailures"]

  maximum_batching_window_in_seconds = var.queue.window_seconds

  scaling_config {
    maximum_concurrency = var.queue.maximum_concurrency
  }

  # AWS refuses the mapping while the role cannot read the queue.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_permission" "rule" {
  count = var.rule == null ? 0 : 1

  function_name = aws_lambda_function.this.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
  source_arn    = var.rule.arn
}

# EventBridge hands the event over and does not wait: from then on Lambda answers for it.
resource "aws_lambda_function_event_invoke_config" "rule" {
  count = var.rule == null ? 0 : 1

  function_name                = aws_lambda_function.this.function_name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 21600 # 6 hours

  destination_config {
    on_failure {
      destination = var.rule.dlq_arn
    }
  }

  # AWS refuses a destination that the role may not send to.
  depends_on = [aws_iam_role_policy.this]
}
