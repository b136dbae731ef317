# One failed request is looked up by its id; a share of them is a fault.
resource "aws_cloudwatch_metric_alarm" "failures" {
  alarm_name          = "${var.name}-5xx"
  alarm_description   = "More than ${var.alarm_limits.failed_percent} % of the requests to ${var.name} failed by our fault. Runbook: docs/runbooks/api-5xx.md"
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarm_limits.failed_percent
  treat_missing_data  = "notBreaching" # no request, no metric
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]

  metric_query {
    id          = "share"
    expression  = "100 * failed / requests"
    label       = "Failed requests in percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { failed = "5xx", requests = "Count" }
    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApiGateway"
        metric_name = metric_query.value
        dimensions  = { ApiId = aws_apigatewayv2_api.this.id }
        stat        = "Sum"
        period      = 300
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "latency" {
  for_each = { p95 = var.alarm_limits.p95_ms, p99 = var.alarm_limits.p99_ms }

  alarm_name          = "${var.name}-latency-${each.key}"
  alarm_description   = "${var.name} answers slowly: ${each.key} is above ${each.value} ms. Runbook: docs/runbooks/api-latency.md"
  namespace           = "AWS/ApiGateway"
  metric_name         = "Latency"
  dimensions          = { ApiId = aws_apigatewayv2_api.this.id }
  extended_statistic  = each.key
  period              = 300
  evaluation_periods  = 3
  datapoints_to_alarm = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value
  treat_missing_data  = "notBreaching" # no request, no metric
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]

  evaluate_low_sample_count_percentiles = "ignore" # a percentile of a few requests says nothing
}

# Callers that are refused again and again: a client that loops, a secret that was changed, or an attack.
resource "aws_cloudwatch_metric_alarm" "refusals" {
  alarm_name          = "${var.name}-4xx"
  alarm_description   = "${var.name} refused more than ${var.alarm_limits.refused} requests in 5 minutes. Runbook: docs/runbooks/api-4xx.md"
  namespace           = "AWS/ApiGateway"
  metric_name         = "4xx"
  dimensions          = { ApiId = aws_apigatewayv2_api.this.id }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 2
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.alarm_limits.refused
  treat_missing_data  = "notBreaching" # no request, no metric
  alarm_actions       = [var.alarm_topic_arn]
  ok_actions          = [var.alarm_topic_arn]
}
