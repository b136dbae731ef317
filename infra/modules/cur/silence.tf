# A report that stops coming makes no error: its silence is the signal.
resource "aws_cloudwatch_metric_alarm" "silent" {
  for_each = { for expected in var.expected_reports : expected.report => expected.hours }

  alarm_name          = "${var.name_prefix}cur-report-silent-${each.key}-${var.stage}"
  alarm_description   = "Nothing of report ${each.key} has been published for ${each.value} hours. Runbook: docs/runbooks/report-silent.md"
  namespace           = "Almanac"
  metric_name         = "ReportPublished"
  dimensions          = { service = "${var.name_prefix}cur-publish-${var.stage}", report = each.key }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = each.value
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  treat_missing_data  = "breaching" # silence is what it listens for
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]
}
