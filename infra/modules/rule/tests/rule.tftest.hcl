mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name            = "watcher-dev"
  description     = "An example"
  bus_name        = "events-dev"
  pattern         = "{\"source\":[\"shop\"]}"
  target_arn      = "arn:aws:sqs:eu-west-1:123456789012:watcher-dev"
  dlq_arn         = "arn:aws:sqs:eu-west-1:123456789012:watcher-dlq-dev"
  alarm_topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev"
}

run "loses_nothing_and_is_watched" {
  assert {
    condition     = aws_cloudwatch_event_rule.this.event_bus_name == var.bus_name && aws_cloudwatch_event_rule.this.event_pattern == var.pattern && aws_cloudwatch_event_target.this.event_bus_name == var.bus_name && aws_cloudwatch_event_target.this.rule == var.name && aws_cloudwatch_event_target.this.arn == var.target_arn
    error_message = "Rule and target belong to the bus, and to each other."
  }
  assert {
    condition     = one(aws_cloudwatch_event_target.this.dead_letter_config).arn == var.dlq_arn && one(aws_cloudwatch_event_target.this.retry_policy).maximum_event_age_in_seconds == 86400 && one(aws_cloudwatch_event_target.this.retry_policy).maximum_retry_attempts == 185
    error_message = "What cannot be delivered is retried for a day and then kept."
  }
  assert {
    condition     = length(aws_cloudwatch_event_target.this.input_transformer) == 0 && aws_cloudwatch_event_target.this.input == null && aws_cloudwatch_event_target.this.role_arn == null
    error_message = "By default the whole event travels, and no role is needed."
  }
  assert {
    condition     = output.arn == "arn:aws:events:eu-west-1:123456789012:rule/events-dev/${aws_cloudwatch_event_rule.this.name}"
    error_message = "The queues let this very rule send."
  }
  assert {
    condition = alltrue([for alarm in [aws_cloudwatch_metric_alarm.failed, aws_cloudwatch_metric_alarm.throttled] :
    alarm.namespace == "AWS/Events" && alarm.dimensions == tomap({ EventBusName = "events-dev", RuleName = "watcher-dev" }) && alarm.threshold == 0 && alarm.alarm_actions == toset([var.alarm_topic_arn]) && alarm.treat_missing_data == "notBreaching" && can(regex("Runbook: docs/runbooks/[a-z-]+\\.md$", alarm.alarm_description))])
    error_message = "Failed and held-back deliveries raise alarms that name their runbooks."
  }
  assert {
    condition     = [aws_cloudwatch_metric_alarm.failed.metric_name, aws_cloudwatch_metric_alarm.throttled.metric_name] == ["FailedInvocations", "ThrottledRules"]
    error_message = "The alarms watch FailedInvocations and ThrottledRules."
  }
}

run "gives_the_target_what_it_is_told_by_the_role_it_is_told" {
  variables {
    input_template = "{\"event\":<aws.events.event.json>}"
    role_arn       = "arn:aws:iam::123456789012:role/watcher-start-dev"
  }

  assert {
    condition     = one(aws_cloudwatch_event_target.this.input_transformer).input_template == var.input_template && aws_cloudwatch_event_target.this.role_arn == var.role_arn
    error_message = "Template and role reach the target."
  }
}

run "knows_the_default_bus" {
  variables {
    bus_name        = "default"
    pattern         = null
    schedule        = "rate(1 day)"
    max_age_seconds = 21600
  }

  assert {
    condition     = output.arn == "arn:aws:events:eu-west-1:123456789012:rule/watcher-dev" && aws_cloudwatch_event_rule.this.event_bus_name == "default"
    error_message = "The ARN of a rule on the default bus does not name the bus."
  }
  assert {
    condition     = alltrue([for alarm in [aws_cloudwatch_metric_alarm.failed, aws_cloudwatch_metric_alarm.throttled] : alarm.dimensions == tomap({ RuleName = "watcher-dev" })])
    error_message = "Rules on the default bus are measured by their names alone."
  }
  assert {
    condition     = aws_cloudwatch_event_rule.this.schedule_expression == var.schedule && aws_cloudwatch_event_rule.this.event_pattern == null && one(aws_cloudwatch_event_target.this.retry_policy).maximum_event_age_in_seconds == 21600
    error_message = "Schedule and age reach EventBridge."
  }
}

run "refuses_a_schedule_on_a_bus_of_ones_own" {
  command         = plan
  expect_failures = [var.schedule]

  variables {
    pattern  = null
    schedule = "rate(1 day)"
  }
}

run "refuses_a_rule_without_pattern_or_schedule" {
  command         = plan
  expect_failures = [var.schedule]

  variables {
    pattern = null
  }
}

run "refuses_a_name_that_eventbridge_would" {
  command         = plan
  expect_failures = [var.name]

  variables {
    name = "a rule"
  }
}
