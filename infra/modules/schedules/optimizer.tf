# For people: recommendations, falling performance, and productions that failed.
module "schedule_alerts" {
  source = "../topic"

  name             = "${var.name_prefix}schedule-alerts-${var.stage}"
  key_arn          = var.alerts.key_arn
  publishers       = ["cloudwatch.amazonaws.com"]
  emails           = var.topics.alert_emails
  delivery_dlq_arn = module.delivery_dlq.arn
  alarm_topic_arn  = var.alerts.topic_arn
  tls_only         = var.tls_only
}

locals {
  # Put together, not read from the topic: the queue for what it cannot deliver is created with a policy that names it.
  schedule_alerts_topic_arn = "arn:${local.partition}:sns:${local.region}:${local.account}:${var.name_prefix}schedule-alerts-${var.stage}"
}

# Once a week: how videos did -> what should change about schedules, told to people.
module "optimizer" {
  source = "../function"

  name            = "schedule-optimizer"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Recommends hours and frequencies of topics by how their videos did"
  functions_dir   = var.functions_dir
  memory_mb       = 1024
  timeout_seconds = 900
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.optimizer.json
  alarm_topic_arn = var.alerts.topic_arn

  rule = {
    arn     = module.optimizer_rule.arn
    dlq_arn = module.delivery_dlq.arn
  }

  environment = merge(local.topic_settings, {
    SCHEDULE_ALERT_TOPIC_ARN = module.schedule_alerts.arn
    SCHEDULE_CLAIMS_TABLE    = aws_dynamodb_table.claims.name
  })
}

data "aws_iam_policy_document" "optimizer" {
  statement {
    sid       = "TellPeople"
    actions   = ["sns:Publish"]
    resources = [module.schedule_alerts.arn]
  }

  # Another try of a run tells nobody a second time.
  statement {
    sid       = "ClaimMessages"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.claims.arn]
  }

  statement {
    sid       = "EncryptMessages"
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = [var.alerts.key_arn]
  }

  source_policy_documents = [data.aws_iam_policy_document.topic_review.json]
}

module "optimizer_rule" {
  source = "../rule"

  name            = "${var.name_prefix}schedule-optimizer-weekly-${var.stage}"
  description     = "Starts schedule-optimizer on Mondays at 8:00 UTC"
  bus_name        = "default"
  schedule        = "cron(0 8 ? * MON *)"
  target_arn      = local.optimizer_arn
  dlq_arn         = module.delivery_dlq.arn
  alarm_topic_arn = var.alerts.topic_arn
}

locals {
  # Put together: the dead-letter queue names the rule, and the function names the dead-letter queue.
  optimizer_arn = "arn:${local.partition}:lambda:${local.region}:${local.account}:function:${var.name_prefix}schedule-optimizer-${var.stage}"
}

# Counted by runs that have succeeded; CloudWatch looks back seven days at most. No data turns the alarm to
# INSUFFICIENT_DATA, and that acts too.
resource "aws_cloudwatch_metric_alarm" "optimizer_silent" {
  alarm_name                = "${module.optimizer.name}-silent"
  alarm_description         = "${module.optimizer.name} has not succeeded for a week. Runbook: docs/runbooks/optimizer-silent.md"
  namespace                 = "Almanac"
  metric_name               = "TopicReviewsDone"
  dimensions                = { service = module.optimizer.name }
  statistic                 = "Sum"
  period                    = 86400
  evaluation_periods        = 7
  comparison_operator       = "LessThanThreshold"
  threshold                 = 1
  treat_missing_data        = "missing"
  alarm_actions             = [var.alerts.topic_arn]
  insufficient_data_actions = [var.alerts.topic_arn]
  ok_actions                = [var.alerts.topic_arn]
}

# The documented metric of content schedules: 0 or 100 percent for each try to have a video produced.
resource "aws_cloudwatch_metric_alarm" "topic_runs_failed" {
  alarm_name          = "${var.name_prefix}topic-runs-${var.stage}-failed"
  alarm_description   = "Videos of topics could not be requested. Runbook: docs/runbooks/topic-runs-failed.md"
  namespace           = "AutomatedVideoPipeline/Schedules"
  metric_name         = "FailureRate"
  dimensions          = { service = "${var.name_prefix}schedule-runner-${var.stage}" }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no production, no metric
  alarm_actions       = [var.alerts.topic_arn, module.schedule_alerts.arn]
  ok_actions          = [var.alerts.topic_arn, module.schedule_alerts.arn]
}
