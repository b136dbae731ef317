# Once a day: what replaced deliveries left in the lake is deleted, and a changed
# list of shadow reports takes effect.
module "cleanup" {
  source = "../function"

  name            = "cur-cleanup"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Deletes the curated files of cost reports that were replaced long ago"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = 900 # the longest there is: what is left then is done the next day
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.cleanup.json
  alarm_topic_arn = var.alerts.topic_arn

  rule = {
    arn     = module.cleanup_rule.arn
    dlq_arn = module.delivery_dlq.arn
  }

  environment = {
    CURATED_BUCKET    = module.curated.name
    LEDGER_TABLE      = aws_dynamodb_table.ledger.name
    PUBLISH_QUEUE_URL = module.publish_queue.url
    GLUE_DATABASE     = local.glue_database
    GLUE_TABLE        = local.focus_table
    RETENTION_DAYS    = var.curated_retention_days

    SHADOW_REPORT_PREFIXES = join(",", var.shadow_report_prefixes)
  }
}

data "aws_iam_policy_document" "cleanup" {
  statement {
    sid       = "FindFiles"
    actions   = ["s3:ListBucket"]
    resources = [module.curated.arn]

    condition {
      test     = "StringLike"
      variable = "s3:prefix"
      values   = ["focus/*", "aggregates/*"]
    }
  }

  statement {
    sid       = "DeleteFiles"
    actions   = ["s3:DeleteObject"]
    resources = ["${module.curated.arn}/focus/*", "${module.curated.arn}/aggregates/*"]
  }

  statement {
    sid       = "DropPartition"
    actions   = ["glue:DeletePartition"]
    resources = local.focus_table_arns
  }

  statement {
    sid       = "KeepLedger"
    actions   = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:UpdateItem", "dynamodb:DeleteItem"]
    resources = [aws_dynamodb_table.ledger.arn]
  }

  statement {
    sid       = "FindReplacedDeliveries"
    actions   = ["dynamodb:Query"]
    resources = ["${aws_dynamodb_table.ledger.arn}/index/kind-index"]
  }

  # Periods that are to be kept out of the totals now, or no longer.
  statement {
    sid       = "AskForPublishing"
    actions   = ["sqs:SendMessage"]
    resources = [module.publish_queue.arn]
  }
}

module "cleanup_rule" {
  source = "../rule"

  name            = "${var.name_prefix}cur-cleanup-daily-${var.stage}"
  description     = "Starts ${module.cleanup.name} once a day"
  bus_name        = "default"
  schedule        = "rate(1 day)"
  target_arn      = module.cleanup.arn
  dlq_arn         = module.delivery_dlq.arn
  max_age_seconds = 21600 # 6 hours: the next one comes soon after
  alarm_topic_arn = var.alerts.topic_arn
}

# Only a run that has succeeded is counted, so that there is either a number above 0
# or none. "None" turns the alarm to INSUFFICIENT_DATA, and that acts too: unlike
# "breaching" it leaves a new stack alone until the first run.
resource "aws_cloudwatch_metric_alarm" "cleanup_silent" {
  alarm_name                = "${module.cleanup.name}-silent"
  alarm_description         = "${module.cleanup.name} has not succeeded for 3 days. Runbook: docs/runbooks/cleanup-silent.md"
  namespace                 = "Almanac"
  metric_name               = "CleanupsDone"
  dimensions                = { service = module.cleanup.name }
  statistic                 = "Sum"
  period                    = 86400
  evaluation_periods        = 3
  comparison_operator       = "LessThanThreshold"
  threshold                 = 1
  treat_missing_data        = "missing"
  alarm_actions             = [var.alerts.topic_arn]
  insufficient_data_actions = [var.alerts.topic_arn]
  ok_actions                = [var.alerts.topic_arn]
}
