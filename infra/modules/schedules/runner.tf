# One planned run, or one that somebody asked for -> one message to the topic of its target, noted.
module "runner" {
  source = "../function"

  name            = "schedule-runner"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Runs schedules: each planned time once"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.runner.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = module.runs_queue.arn
    batch_size          = 10
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = merge(local.change_settings, local.event_settings, local.topic_run_settings, {
    SCHEDULE_RUNS_TABLE = aws_dynamodb_table.runs.name
    QUEUE_URL           = module.runs_queue.url
    MAX_RECEIVE_COUNT   = module.runs_queue.max_receive_count
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds
  })
}

data "aws_iam_policy_document" "runner" {
  statement {
    sid       = "KeepRuns"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.runs.arn]
  }

  statement {
    sid       = "PublishRuns"
    actions   = ["sns:Publish"]
    resources = concat([module.web_actions.topic.arn, module.notifications.topic.arn], tolist(var.limits.allowed_target_arns))
  }

  statement {
    sid       = "EncryptMessages"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = [var.alerts.key_arn]
  }

  statement {
    sid       = "OpenSensitiveFields"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.schedules.arn]
  }

  # A run is counted on its schedule, and the last one completes it: its name is free again, and Scheduler forgets it.
  statement {
    sid       = "CountAndComplete"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.schedules.arn]
  }

  # A name and a place that are given back, and the claim of a run that is counted.
  statement {
    sid       = "GiveClaimsBack"
    actions   = ["dynamodb:UpdateItem", "dynamodb:DeleteItem"]
    resources = [aws_dynamodb_table.claims.arn]
  }

  statement {
    sid       = "AppendChanges"
    actions   = ["dynamodb:PutItem"]
    resources = [aws_dynamodb_table.audit.arn]
  }

  statement {
    sid       = "ForgetCompleted"
    actions   = ["scheduler:DeleteSchedule"]
    resources = [local.schedule_arns]
  }

  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [module.runs_queue.arn]
  }

  source_policy_documents = [data.aws_iam_policy_document.tell.json, data.aws_iam_policy_document.topic_run.json]
}

# Counted when a run has failed for good, not at each try.
resource "aws_cloudwatch_metric_alarm" "runs_failed" {
  alarm_name          = "${module.runner.name}-runs-failed"
  alarm_description   = "Runs of schedules ended without being published. Runbook: docs/runbooks/schedule-runs-failed.md"
  namespace           = "Almanac"
  metric_name         = "RunFailures"
  dimensions          = { service = module.runner.name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no failure, no metric
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]
}
