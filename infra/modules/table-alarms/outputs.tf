output "watched" {
  description = "The tables that have both alarms, so that callers can test that they asked for them."
  value       = setintersection(keys(aws_cloudwatch_metric_alarm.throttled), keys(aws_cloudwatch_metric_alarm.failing))
}
