# Every quarter of an hour: which runs were planned and did not happen.
module "watch" {
  source = "../function"

  name            = "schedule-watch"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Finds runs of schedules that were planned and did not happen"
  functions_dir   = var.functions_dir
  memory_mb       = 1024 # the times of every active schedule are worked out: CPU
  timeout_seconds = 300
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.watch.json
  alarm_topic_arn = var.alerts.topic_arn

  rule = {
    arn     = module.watch_rule.arn
    dlq_arn = module.delivery_dlq.arn
  }

  environment = {
    SCHEDULES_TABLE       = aws_dynamodb_table.schedules.name
    SCHEDULE_CLAIMS_TABLE = aws_dynamodb_table.claims.name
    SCHEDULE_AUDIT_TABLE  = aws_dynamodb_table.audit.name
    SCHEDULE_RUNS_TABLE   = aws_dynamodb_table.runs.name
    GRACE_MINUTES         = 15
    WINDOW_MINUTES        = 60 # each run is looked for several times: a watch that fails hides nothing
  }
}

data "aws_iam_policy_document" "watch" {
  statement {
    sid       = "FindActiveSchedules"
    actions   = ["dynamodb:Query"]
    resources = ["${aws_dynamodb_table.schedules.arn}/index/status-created_date-index"]
  }

  statement {
    sid       = "LookForRuns"
    actions   = ["dynamodb:Query"]
    resources = [aws_dynamodb_table.runs.arn]
  }
}

module "watch_rule" {
  source = "../rule"

  name            = "${var.name_prefix}schedule-watch-every-15-minutes-${var.stage}"
  description     = "Starts ${module.watch.name} every quarter of an hour"
  bus_name        = "default"
  schedule        = "rate(15 minutes)"
  target_arn      = module.watch.arn
  dlq_arn         = module.delivery_dlq.arn
  max_age_seconds = 900 # the next one looks at the same hour
  alarm_topic_arn = var.alerts.topic_arn
}

# 0 is sent too, so that no data means that nobody looks: that is an alarm as well, in a new stack until the first watch.
resource "aws_cloudwatch_metric_alarm" "runs_missed" {
  alarm_name          = "${module.watch.name}-runs-missed"
  alarm_description   = "Runs of schedules were planned and did not happen, or nobody looks for them. Runbook: docs/runbooks/schedule-runs-missed.md"
  namespace           = "Almanac"
  metric_name         = "ScheduleRunsMissed"
  dimensions          = { service = module.watch.name }
  statistic           = "Maximum"
  period              = 1800
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "breaching" # silence is what it listens for
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]
}
