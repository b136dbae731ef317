# Once a day: records and EventBridge Scheduler are compared, and what differs is repaired.
module "reconcile" {
  source = "../function"

  name            = "schedule-reconcile"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Makes EventBridge Scheduler agree with the records of schedules"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = 900 # the longest there is: what is left then is done the next day
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.reconcile.json
  alarm_topic_arn = var.alerts.topic_arn

  rule = {
    arn     = module.reconcile_rule.arn
    dlq_arn = module.delivery_dlq.arn
  }

  environment = merge(local.change_settings, local.topic_change_settings)
}

data "aws_iam_policy_document" "reconcile" {
  statement {
    sid       = "FindSchedules"
    actions   = ["dynamodb:Query"]
    resources = ["${aws_dynamodb_table.schedules.arn}/index/status-created_date-index"]
  }

  # Listing knows no resources below the account; Scheduler takes it on a group's ARN pattern only as "*".
  statement {
    sid       = "CompareSchedules"
    actions   = ["scheduler:GetSchedule"]
    resources = [local.schedule_arns]
  }

  statement {
    sid       = "ListSchedules"
    actions   = ["scheduler:ListSchedules"]
    resources = ["*"]
  }

  source_policy_documents = [data.aws_iam_policy_document.change.json, data.aws_iam_policy_document.topic_reconcile.json]
}

module "reconcile_rule" {
  source = "../rule"

  name            = "${var.name_prefix}schedule-reconcile-daily-${var.stage}"
  description     = "Starts ${module.reconcile.name} once a day"
  bus_name        = "default"
  schedule        = "rate(1 day)"
  target_arn      = module.reconcile.arn
  dlq_arn         = module.delivery_dlq.arn
  max_age_seconds = 21600 # 6 hours: the next one comes soon after
  alarm_topic_arn = var.alerts.topic_arn
}

# Counted by runs that have succeeded; "no data" turns the alarm to INSUFFICIENT_DATA, and that acts too.
resource "aws_cloudwatch_metric_alarm" "reconcile_silent" {
  alarm_name                = "${module.reconcile.name}-silent"
  alarm_description         = "${module.reconcile.name} has not succeeded for 3 days. Runbook: docs/runbooks/reconcile-silent.md"
  namespace                 = "Almanac"
  metric_name               = "SchedulesReconciled"
  dimensions                = { service = module.reconcile.name }
  statistic                 = "SampleCount"
  period                    = 86400
  evaluation_periods        = 3
  comparison_operator       = "LessThanThreshold"
  threshold                 = 1
  treat_missing_data        = "missing"
  alarm_actions             = [var.alerts.topic_arn]
  insufficient_data_actions = [var.alerts.topic_arn]
  ok_actions                = [var.alerts.topic_arn]
}

# Records and Scheduler had drifted apart: once after a crash is nothing, again and again is a fault.
resource "aws_cloudwatch_metric_alarm" "drift" {
  alarm_name          = "${module.reconcile.name}-drift"
  alarm_description   = "${module.reconcile.name} could not repair schedules that differ from their records. Runbook: docs/runbooks/schedule-drift.md"
  namespace           = "Almanac"
  metric_name         = "ScheduleRepairsFailed"
  dimensions          = { service = module.reconcile.name }
  statistic           = "Sum"
  period              = 86400
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # the alarm for silence rings then
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]
}
