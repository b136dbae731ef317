# /schedules/* and /topics.
module "topics_api" {
  source = "../function"

  name            = "content-schedules-api"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Answers the REST API of the schedules of topics"
  functions_dir   = var.functions_dir
  memory_mb       = 1024 # a request waits for its slowest call; CPU makes the rest short
  timeout_seconds = 29   # API Gateway waits no longer than 30
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.topics_api.json
  alarm_topic_arn = var.alerts.topic_arn

  environment = merge(local.topic_change_settings, {
    RUNS_QUEUE_URL        = module.runs_queue.url
    SCHEDULE_CLAIMS_TABLE = aws_dynamodb_table.claims.name
    WRITES_PER_MINUTE     = var.limits.writes_per_minute
  })
}

data "aws_iam_policy_document" "topics_api" {
  statement {
    sid       = "KeepTopics"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:Scan"]
    resources = [aws_dynamodb_table.topics.arn]
  }

  statement {
    sid       = "ReadPerformance"
    actions   = ["dynamodb:Query"]
    resources = [aws_dynamodb_table.topic_performance.arn]
  }

  statement {
    sid       = "CountWrites"
    actions   = ["dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.claims.arn]
  }

  statement {
    sid       = "Trigger"
    actions   = ["sqs:SendMessage"]
    resources = [module.runs_queue.arn]
  }

  source_policy_documents = [data.aws_iam_policy_document.topic_change.json]
}
