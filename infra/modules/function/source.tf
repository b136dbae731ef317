resource "aws_lambda_event_source_mapping" "queue" {
  event_source_arn        = var.queue.arn
  function_name           = aws_lambda_function.this.arn
  batch_size              = var.queue.batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.queue.maximum_concurrency
  }

  # AWS refuses the mapping while the role cannot read the queue.
  depends_on = [aws_iam_role_policy.this]
}
