mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/almanac-scheduler-dev" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:topic-dev" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:123456789012:key/schedules" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:queue-dev", url = "https://queue" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:signing" }
  }
}

# The functions need built zips; what they promise is tested in their own module.
override_module {
  target  = module.runner
  outputs = { name = "schedule-runner-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:schedule-runner-dev" }
}

override_module {
  target  = module.watch
  outputs = { name = "schedule-watch-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:schedule-watch-dev" }
}

override_module {
  target  = module.api
  outputs = { name = "schedules-api-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:schedules-api-dev" }
}

override_module {
  target  = module.commands
  outputs = { name = "schedule-commands-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:schedule-commands-dev" }
}

override_module {
  target  = module.reconcile
  outputs = { name = "schedule-reconcile-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:schedule-reconcile-dev" }
}

override_module {
  target  = module.web_action
  outputs = { name = "web-action-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:web-action-dev" }
}

override_module {
  target  = module.notifier
  outputs = { name = "notifier-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:notifier-dev" }
}

override_module {
  target  = module.optimizer
  outputs = { name = "topic-optimizer-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:topic-optimizer-dev" }
}

override_module {
  target  = module.video_performance
  outputs = { name = "video-performance-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:video-performance-dev" }
}

override_module {
  target  = module.topics_api
  outputs = { name = "content-schedules-api-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:content-schedules-api-dev" }
}

variables {
  name_prefix   = ""
  stage         = "dev"
  functions_dir = "tests"
  log_level     = "INFO"
  bus           = { name = "almanac-schedules-dev", arn = "arn:aws:events:eu-west-1:123456789012:event-bus/almanac-schedules-dev" }
  outbox        = { url = "https://outbox", arn = "arn:aws:sqs:eu-west-1:123456789012:event-outbox-dev" }
  alerts        = { topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev", key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1" }
  tuning        = { timeout_seconds = 60, visibility_seconds = 360, retry_delay_seconds = 30, maximum_concurrency = 10 }
  events        = { consumer_settings = {}, consumer_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }

  video_performance = { arn = "arn:aws:sqs:eu-west-1:123456789012:video-performance-dev", url = "https://video-performance", max_receive_count = 3 }

  limits = {
    schedules_per_caller      = 100
    writes_per_minute         = 60
    shortest_interval_seconds = 60
    allowed_target_arns       = ["arn:aws:sns:eu-west-1:123456789012:orders-*"]
  }
}

run "runs_with_least_privilege" {
  assert {
    condition     = alltrue(flatten([for d in [data.aws_iam_policy_document.runner, data.aws_iam_policy_document.watch] : [for s in d.statement : s.effect != "Deny" && !contains(s.resources, "*") && alltrue([for a in s.actions : !strcontains(a, "*")])]]))
    error_message = "No wildcard action, and not every resource."
  }
  assert {
    condition     = one([for s in data.aws_iam_policy_document.runner.statement : s.resources if s.sid == "PublishRuns"]) == toset([module.web_actions.topic.arn, module.notifications.topic.arn, "arn:aws:sns:eu-west-1:123456789012:orders-*"])
    error_message = "The runner publishes to the stack's own action topics and to what is allowed, nowhere else."
  }
  assert {
    condition     = one([for s in data.aws_iam_policy_document.runner.statement : s.actions if contains(s.resources, aws_kms_key.schedules.arn)]) == toset(["kms:Decrypt"])
    error_message = "The runner opens sensitive fields and seals none."
  }
  assert {
    condition     = alltrue([for s in data.aws_iam_policy_document.watch.statement : s.actions == toset(["dynamodb:Query"])])
    error_message = "The watch reads, and nothing else."
  }
}

run "hears_failures_and_silence" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.runs_failed.metric_name == "RunFailures" && aws_cloudwatch_metric_alarm.runs_failed.dimensions == tomap({ service = "schedule-runner-dev" }) && aws_cloudwatch_metric_alarm.runs_failed.treat_missing_data == "notBreaching"
    error_message = "A run that failed for good rings."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.runs_missed.metric_name == "ScheduleRunsMissed" && aws_cloudwatch_metric_alarm.runs_missed.dimensions == tomap({ service = "schedule-watch-dev" }) && aws_cloudwatch_metric_alarm.runs_missed.treat_missing_data == "breaching"
    error_message = "A run that did not happen rings, and so does silence."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.runs_missed.period >= 2 * 900 && module.watch_rule.behaviour.schedule == "rate(15 minutes)" && module.watch_rule.behaviour.dlq_arn == module.delivery_dlq.arn
    error_message = "The alarm's period holds two looks, and a look that cannot start is kept."
  }
  assert {
    condition     = alltrue([for a in [aws_cloudwatch_metric_alarm.runs_failed, aws_cloudwatch_metric_alarm.runs_missed] : a.alarm_actions == toset([var.alerts.topic_arn]) && strcontains(a.alarm_description, "docs/runbooks/")])
    error_message = "Each alarm tells the operators, and names its runbook."
  }
}
