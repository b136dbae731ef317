# /api/schedules and what belongs to it.
module "api" {
  source = "../function"

  name            = "schedules-api"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Answers the REST API of schedules"
  functions_dir   = var.functions_dir
  memory_mb       = 1024 # a request waits for its slowest call; CPU makes the rest short
  timeout_seconds = 29   # API Gateway waits no longer than 30
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.api.json
  alarm_topic_arn = var.alerts.topic_arn

  environment = merge(local.change_settings, {
    SCHEDULE_RUNS_TABLE      = aws_dynamodb_table.runs.name
    SCHEDULE_TEMPLATES_TABLE = aws_dynamodb_table.templates.name
    RUNS_QUEUE_URL           = module.runs_queue.url
  })
}

data "aws_iam_policy_document" "api" {
  statement {
    sid       = "FindSchedules"
    actions   = ["dynamodb:Query"]
    resources = ["${aws_dynamodb_table.schedules.arn}/index/status-created_date-index", "${aws_dynamodb_table.schedules.arn}/index/created_by-index"]
  }

  statement {
    sid       = "ReadHistory"
    actions   = ["dynamodb:Query"]
    resources = [aws_dynamodb_table.audit.arn, aws_dynamodb_table.runs.arn]
  }

  # A run that somebody asks for again under the same key is the same run.
  statement {
    sid       = "RememberRequests"
    actions   = ["dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.runs.arn]
  }

  statement {
    sid       = "KeepTemplates"
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:Scan"]
    resources = [aws_dynamodb_table.templates.arn]
  }

  statement {
    sid       = "RunNow"
    actions   = ["sqs:SendMessage"]
    resources = [module.runs_queue.arn]
  }

  source_policy_documents = [data.aws_iam_policy_document.define.json]
}
