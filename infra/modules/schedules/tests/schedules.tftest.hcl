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
    defaults = { arn = "arn:aws:iam::123456789012:role/schedules-role" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:schedules-topic-dev" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:schedules-queue-dev", url = "https://sqs.eu-west-1.amazonaws.com/123456789012/schedules-queue-dev" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/schedules-table-dev" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-west-1:123456789012:key/2" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:signing" }
  }
}

override_resource {
  target = aws_dynamodb_table.topics
  values = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/topics-dev" }
}

override_resource {
  target = aws_dynamodb_table.topic_schedules
  values = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/topic_schedules-dev" }
}

override_resource {
  target = aws_dynamodb_table.topic_performance
  values = { arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/topic_performance-dev" }
}

# The functions need built zips; what they promise is tested in their own module.
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
  target  = module.runner
  outputs = { name = "schedule-runner-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:schedule-runner-dev" }
}

override_module {
  target  = module.watch
  outputs = { name = "schedule-watch-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:schedule-watch-dev" }
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
  target  = module.topics_api
  outputs = { name = "content-schedules-api-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:content-schedules-api-dev" }
}

override_module {
  target  = module.optimizer
  outputs = { name = "schedule-optimizer-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:schedule-optimizer-dev" }
}

override_module {
  target  = module.video_performance
  outputs = { name = "video-performance-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:video-performance-dev" }
}

variables {
  name_prefix   = ""
  stage         = "dev"
  functions_dir = "tests"
  log_level     = "INFO"
  alerts        = { topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev", key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1" }
  bus           = { name = "schedule-events-dev", arn = "arn:aws:events:eu-west-1:123456789012:event-bus/schedule-events-dev" }
  outbox        = { arn = "arn:aws:sqs:eu-west-1:123456789012:event-outbox-dev", url = "https://outbox" }
  events        = { consumer_settings = { HANDLED_EVENTS_TABLE = "handled_events-dev" }, consumer_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  tuning        = { timeout_seconds = 60, visibility_seconds = 360, retry_delay_seconds = 30, maximum_concurrency = 10 }
  limits        = { schedules_per_caller = 100, writes_per_minute = 60, shortest_interval_seconds = 60, allowed_target_arns = [] }

  video_performance = { arn = "arn:aws:sqs:eu-west-1:123456789012:video-performance-dev", url = "https://performance", max_receive_count = 3 }
}

run "keeps_records_and_lets_scheduler_do_one_thing" {
  assert {
    condition     = [aws_dynamodb_table.schedules.name, aws_dynamodb_table.claims.name, aws_dynamodb_table.audit.name, aws_dynamodb_table.runs.name, aws_dynamodb_table.templates.name, module.creation.topic.name, module.runs_queue.name, module.runs_queue.dlq_name, module.creation.queue.name, module.delivery_dlq.name, aws_scheduler_schedule_group.this.name] == ["schedules-dev", "schedule_claims-dev", "schedule_audit-dev", "schedule_runs-dev", "schedule_templates-dev", "schedule-creation-dev", "schedule-runs-dev", "schedule-runs-dlq-dev", "schedule-commands-dev", "schedule-delivery-dlq-dev", "almanac-dev"]
    error_message = "The documented names hold."
  }
  assert {
    condition     = alltrue([for t in [aws_dynamodb_table.schedules, aws_dynamodb_table.claims, aws_dynamodb_table.audit, aws_dynamodb_table.runs, aws_dynamodb_table.templates] : t.deletion_protection_enabled && t.point_in_time_recovery[0].enabled && t.billing_mode == "PAY_PER_REQUEST"]) && module.table_alarms.watched == toset(keys(local.tables))
    error_message = "Tables are protected from deletion, can be restored to any second, and are watched."
  }
  assert {
    condition     = { for index in aws_dynamodb_table.schedules.global_secondary_index : index.name => [index.hash_key, index.range_key] } == { "status-created_date-index" = ["status", "created_date"], "created_by-index" = ["created_by", "created_date"] }
    error_message = "The documented indexes are there, by time of creation."
  }
  assert {
    condition     = aws_kms_key.schedules.enable_key_rotation
    error_message = "The key of sensitive fields rotates."
  }
  assert {
    condition     = one([for c in one(data.aws_iam_policy_document.scheduler_trust.statement).condition : c.values if c.variable == "aws:SourceArn"]) == tolist(["arn:aws:scheduler:eu-west-1:123456789012:schedule-group/almanac-dev", "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/almanac-topics-dev"])
    error_message = "Scheduler takes its role for schedules of the two groups only."
  }
  assert {
    condition     = [for s in data.aws_iam_policy_document.scheduler.statement : [s.actions, s.resources]] == [[toset(["sqs:SendMessage"]), toset([module.runs_queue.arn, module.delivery_dlq.arn])]]
    error_message = "Scheduler may hand runs to the queue of runs, or to that of what could not be handed over."
  }
  assert {
    condition     = alltrue(flatten([for d in [data.aws_iam_policy_document.change, data.aws_iam_policy_document.define, data.aws_iam_policy_document.tell, data.aws_iam_policy_document.api, data.aws_iam_policy_document.commands] : [for s in d.statement : !contains(s.resources, "*") && alltrue([for a in s.actions : !strcontains(a, "*")])]]))
    error_message = "Who changes schedules is granted no wildcard action and not every resource."
  }
  assert {
    condition     = [for s in data.aws_iam_policy_document.change.statement : s.resources if s.sid == "KeepSchedulerInStep"] == [toset(["arn:aws:scheduler:eu-west-1:123456789012:schedule/almanac-dev/*"])]
    error_message = "Functions change schedules of the stack's own group only."
  }
  assert {
    condition     = [for s in data.aws_iam_policy_document.change.statement : [s.resources, one(s.condition).values] if s.sid == "GiveSchedulesTheirRole"] == [[toset([aws_iam_role.scheduler.arn]), tolist(["scheduler.amazonaws.com"])]]
    error_message = "The only role that is passed on is Scheduler's, to Scheduler."
  }
  assert {
    condition     = length([for s in data.aws_iam_policy_document.change.statement : s if contains(s.resources, aws_kms_key.schedules.arn)]) == 0 && one([for s in data.aws_iam_policy_document.define.statement : s.resources]) == toset([aws_kms_key.schedules.arn])
    error_message = "Sensitive fields are open to those who define schedules, and not to the reconciler."
  }
  assert {
    condition     = local.change_settings.COMMAND_TOPIC_ARN == "arn:aws:sns:eu-west-1:123456789012:schedule-creation-dev"
    error_message = "The topic of commands is no target of a schedule."
  }
  assert {
    condition     = alltrue([for alarm in concat([aws_cloudwatch_metric_alarm.reconcile_silent, aws_cloudwatch_metric_alarm.drift], values(aws_cloudwatch_metric_alarm.quota)) : strcontains(alarm.alarm_description, "Runbook: docs/runbooks/") && alarm.alarm_actions == toset([var.alerts.topic_arn])])
    error_message = "Every alarm names its runbook and goes to the operators."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.reconcile_silent.insufficient_data_actions == toset([var.alerts.topic_arn])
    error_message = "Silence of the reconciler rings."
  }
}

run "leaves_the_group_out_where_iam_does_not_know_it" {
  variables {
    schedule_arns_have_group = false
  }

  assert {
    condition     = [for s in data.aws_iam_policy_document.change.statement : s.resources if s.sid == "KeepSchedulerInStep"] == [toset(["arn:aws:scheduler:eu-west-1:123456789012:schedule/default/*"])]
    error_message = "An emulator takes every schedule for one of the group default."
  }
}
