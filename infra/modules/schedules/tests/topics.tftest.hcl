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

run "keeps_topics_with_least_privilege" {
  assert {
    condition     = [aws_dynamodb_table.topics.name, aws_dynamodb_table.topic_schedules.name, aws_dynamodb_table.topic_performance.name, module.schedule_alerts.name, aws_scheduler_schedule_group.topics.name] == ["topics-dev", "topic_schedules-dev", "topic_performance-dev", "schedule-alerts-dev", "almanac-topics-dev"]
    error_message = "The documented names hold."
  }
  assert {
    condition     = alltrue([for t in [aws_dynamodb_table.topics, aws_dynamodb_table.topic_schedules, aws_dynamodb_table.topic_performance] : t.deletion_protection_enabled && t.point_in_time_recovery[0].enabled && t.billing_mode == "PAY_PER_REQUEST"]) && alltrue([for t in ["topics", "topic_schedules", "topic_performance"] : contains(module.table_alarms.watched, t)])
    error_message = "Tables are protected from deletion, can be restored to any second, and are watched."
  }
  assert {
    condition     = [aws_dynamodb_table.topics.hash_key, aws_dynamodb_table.topic_schedules.hash_key, aws_dynamodb_table.topic_performance.hash_key, aws_dynamodb_table.topic_performance.range_key] == ["topicId", "topicId", "topicId", "videoId"]
    error_message = "The keys are the documented ones."
  }
  assert {
    condition = alltrue(flatten([for d in [data.aws_iam_policy_document.topics_api, data.aws_iam_policy_document.topic_change, data.aws_iam_policy_document.topic_review, data.aws_iam_policy_document.topic_run, data.aws_iam_policy_document.topic_reconcile, data.aws_iam_policy_document.optimizer, data.aws_iam_policy_document.video_performance] :
    [for s in d.statement : s.effect != "Deny" && !contains(s.resources, "*") && alltrue([for a in s.actions : !strcontains(a, "*")])]]))
    error_message = "No function is granted a wildcard action or every resource."
  }
  assert {
    condition     = alltrue([for s in data.aws_iam_policy_document.topic_change.statement : s.resources == toset(["arn:aws:scheduler:eu-west-1:123456789012:schedule/almanac-topics-dev/*"]) if startswith(tolist(s.actions)[0], "scheduler:")])
    error_message = "Schedules of topics are changed in their own group."
  }
  assert {
    condition     = contains(one([for c in one(data.aws_iam_policy_document.scheduler_trust.statement).condition : c.values if c.variable == "aws:SourceArn"]), "arn:aws:scheduler:eu-west-1:123456789012:schedule-group/almanac-topics-dev")
    error_message = "Scheduler may take its role for the group of topics too."
  }
  assert {
    condition     = one([for s in data.aws_iam_policy_document.video_performance.statement : s if s.sid == "KeepPerformance"]).resources == toset([aws_dynamodb_table.topic_performance.arn]) && data.aws_iam_policy_document.video_performance.source_policy_documents == tolist([var.events.consumer_policy])
    error_message = "The consumer writes one table."
  }
  assert {
    condition     = jsondecode(local.topic_settings.SLOT_RULES) == { audience_weights = [], min_gap_hours = 2, peak_hours = [], max_topics_per_slot = 50, timezone = "UTC" }
    error_message = "The functions are told the rules of slots."
  }
}

run "tells_people" {
  assert {
    condition     = module.optimizer_rule.behaviour.schedule == "cron(0 8 ? * MON *)" && module.optimizer_rule.behaviour.target_arn == "arn:aws:lambda:eu-west-1:123456789012:function:schedule-optimizer-dev" && module.optimizer_rule.behaviour.dlq_arn == module.delivery_dlq.arn
    error_message = "The review runs on Mondays at 8:00 UTC, and what cannot be started is kept."
  }
  assert {
    condition     = [for s in data.aws_iam_policy_document.optimizer.statement : s.resources if s.sid == "TellPeople"] == [toset([module.schedule_alerts.arn])] && [for s in data.aws_iam_policy_document.optimizer.statement : s.resources if s.sid == "EncryptMessages"] == [toset([var.alerts.key_arn])]
    error_message = "It publishes to one topic, and may use the topics' key."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.topic_runs_failed.namespace == "AutomatedVideoPipeline/Schedules" && aws_cloudwatch_metric_alarm.topic_runs_failed.dimensions.service == "schedule-runner-dev" && aws_cloudwatch_metric_alarm.topic_runs_failed.alarm_actions == toset([var.alerts.topic_arn, module.schedule_alerts.arn])
    error_message = "Failed productions alert people, by the documented metric."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.optimizer_silent.period * aws_cloudwatch_metric_alarm.optimizer_silent.evaluation_periods <= 604800 && aws_cloudwatch_metric_alarm.optimizer_silent.insufficient_data_actions == toset([var.alerts.topic_arn])
    error_message = "A review that does not come is noticed, as far back as CloudWatch looks."
  }
  assert {
    condition     = toset(keys(local.topic_delivery_dlq_senders)) == toset(["ScheduleAlerts", "Optimizer", "Orchestrator"]) && local.topic_delivery_dlq_senders.Orchestrator.source_arn == module.orchestrator_rule.arn
    error_message = "Whoever hands over to the delivery queue is named."
  }
}

run "ships_a_sample_orchestrator" {
  assert {
    condition     = module.orchestrator_rule.behaviour.bus_name == "schedule-events-dev" && jsondecode(module.orchestrator_rule.behaviour.pattern) == { source = ["almanac.schedules"], detail-type = ["VideoGenerationRequested"] } && module.orchestrator_rule.behaviour.dlq_arn == module.delivery_dlq.arn
    error_message = "A rule hands each request on; what cannot be delivered is kept."
  }
  assert {
    condition     = aws_sfn_state_machine.sample[0].name == "video-orchestrator-sample-dev" && module.orchestrator_rule.behaviour.target_arn == "arn:aws:states:eu-west-1:123456789012:stateMachine:video-orchestrator-sample-dev" && module.orchestrator_rule.behaviour.role_arn == aws_iam_role.orchestrator[0].arn
    error_message = "Without an orchestrator the sample is started, by a role."
  }
  assert {
    condition     = one(data.aws_iam_policy_document.orchestrator_start.statement).resources == toset([local.sample_arn]) && one(data.aws_iam_policy_document.orchestrator_start.statement).actions == toset(["states:StartExecution"])
    error_message = "The role starts this machine and no other."
  }
}

run "starts_a_function" {
  command = plan

  variables {
    orchestrator = { kind = "lambda", arn = "arn:aws:lambda:eu-west-1:123456789012:function:workflow-orchestrator" }
  }

  assert {
    condition     = length(aws_sfn_state_machine.sample) == 0 && length(aws_iam_role.orchestrator) == 0 && module.orchestrator_rule.behaviour.target_arn == var.orchestrator.arn
    error_message = "The function is the target, without a role."
  }
  assert {
    condition     = aws_lambda_permission.orchestrator[0].function_name == var.orchestrator.arn && aws_lambda_permission.orchestrator[0].source_arn == module.orchestrator_rule.arn
    error_message = "The function lets this rule in."
  }
}

run "runs_a_task" {
  command = plan

  variables {
    orchestrator = {
      kind = "ecs_task"
      arn  = "arn:aws:ecs:eu-west-1:123456789012:task-definition/produce-video:7"
      ecs = {
        cluster_arn        = "arn:aws:ecs:eu-west-1:123456789012:cluster/media"
        subnet_ids         = ["subnet-1"]
        security_group_ids = ["sg-1"]
        role_arns          = ["arn:aws:iam::123456789012:role/produce-video"]
      }
    }
  }

  assert {
    condition     = module.orchestrator_rule.behaviour.target_arn == var.orchestrator.ecs.cluster_arn && module.orchestrator_rule.behaviour.ecs.task_definition_arn == var.orchestrator.arn
    error_message = "The cluster is the target, and runs the task."
  }
  assert {
    condition     = { for s in data.aws_iam_policy_document.orchestrator_start.statement : s.sid => s.resources } == { StartThisOne = toset([var.orchestrator.arn]), GiveTheTaskItsRoles = toset(["arn:aws:iam::123456789012:role/produce-video"]) }
    error_message = "The role runs this task with these roles."
  }
}

run "refuses_half_an_orchestrator" {
  command         = plan
  expect_failures = [var.orchestrator]

  variables {
    orchestrator = { kind = "ecs_task", arn = "arn:aws:ecs:eu-west-1:123456789012:task-definition/produce-video:7" }
  }
}

run "refuses_more_than_a_book_holds" {
  command         = plan
  expect_failures = [var.topics]

  variables {
    topics = { max_topics_per_slot = 76 }
  }
}
