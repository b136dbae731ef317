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
    defaults = { arn = "arn:aws:iam::123456789012:role/media-post-processing-dev-machine" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:media-topic-dev" }
  }
}

override_resource {
  target = module.processing_jobs.aws_sqs_queue.this
  values = { arn = "arn:aws:sqs:eu-west-1:123456789012:media-processing-jobs-dev", url = "https://sqs.eu-west-1.amazonaws.com/123456789012/media-processing-jobs-dev" }
}

override_resource {
  target = module.retry_requests.aws_sqs_queue.this
  values = { arn = "arn:aws:sqs:eu-west-1:123456789012:media-retry-requests-dev" }
}

override_resource {
  target = module.delivery_dlq.aws_sqs_queue.this
  values = { arn = "arn:aws:sqs:eu-west-1:123456789012:media-delivery-dlq-dev" }
}

# The functions need built zips; what they promise is tested in their own module.
override_module {
  target  = module.file_status
  outputs = { name = "media-file-status-dev" }
}

override_module {
  target  = module.notify
  outputs = { name = "media-notify-dev" }
}

override_module {
  target  = module.failure_triage
  outputs = { name = "media-failure-triage-dev" }
}

override_module {
  target  = module.analytics
  outputs = { name = "media-analytics-dev" }
}

override_module {
  target  = module.post_processing
  outputs = { name = "media-post-processing-dev" }
}

variables {
  name_prefix   = ""
  stage         = "dev"
  functions_dir = "tests"
  log_level     = "INFO"
  alerts        = { topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev", key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1" }
  events        = { consumer_settings = { HANDLED_EVENTS_TABLE = "handled_events-dev", QUARANTINE_QUEUE_URL = "https://quarantine" }, consumer_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  tuning = {
    timeout_seconds     = 60
    visibility_seconds  = 360
    retry_delay_seconds = 30
    maximum_concurrency = 10
    retry_limit         = 5
    retry_base_seconds  = 30
    alert_emails        = []
  }
  consumers = {
    media-file-status    = { queue = { arn = "arn:aws:sqs:eu-west-1:123456789012:media-file-status-dev", url = "https://file-status", max_receive_count = 3 } }
    media-failure-triage = { queue = { arn = "arn:aws:sqs:eu-west-1:123456789012:media-failure-triage-dev", url = "https://triage", max_receive_count = 3 } }
    media-analytics      = { queue = { arn = "arn:aws:sqs:eu-west-1:123456789012:media-analytics-dev", url = "https://analytics", max_receive_count = 3 } }
    media-notify         = { rule = { arn = "arn:aws:events:eu-west-1:123456789012:rule/MediaDownloaderEvents/media-notify-dev", dlq_arn = "arn:aws:sqs:eu-west-1:123456789012:media-notify-dlq-dev" } }
  }
}

run "consumes_with_least_privilege" {
  assert {
    condition     = [aws_dynamodb_table.files.name, aws_dynamodb_table.work.name, module.notifications.name, module.media_alerts.name, module.retry_requests.name, module.retry_requests.dlq_name, module.processing_jobs.name, module.processing_jobs.dlq_name, module.delivery_dlq.name] == ["media_files-dev", "media_work-dev", "media-notifications-dev", "media-alerts-dev", "media-retry-requests-dev", "media-retry-requests-dlq-dev", "media-processing-jobs-dev", "media-processing-jobs-dlq-dev", "media-delivery-dlq-dev"]
    error_message = "The documented names hold."
  }
  assert {
    condition     = alltrue([for t in [aws_dynamodb_table.files, aws_dynamodb_table.work] : t.deletion_protection_enabled && t.point_in_time_recovery[0].enabled && t.billing_mode == "PAY_PER_REQUEST"]) && module.table_alarms.watched == toset(["files", "work"])
    error_message = "Tables are protected from deletion, can be restored to any second, and are watched."
  }
  assert {
    condition     = [aws_dynamodb_table.files.hash_key, aws_dynamodb_table.work.hash_key, aws_dynamodb_table.work.range_key] == ["file_id", "pk", "sk"]
    error_message = "The keys are the documented ones."
  }
  assert {
    condition = alltrue(flatten([for d in [data.aws_iam_policy_document.file_status, data.aws_iam_policy_document.notify, data.aws_iam_policy_document.failure_triage, data.aws_iam_policy_document.analytics, data.aws_iam_policy_document.post_processing] :
    [d.source_policy_documents == tolist([var.events.consumer_policy]), [for s in d.statement : s.effect != "Deny" && !contains(s.resources, "*") && alltrue([for a in s.actions : !strcontains(a, "*")])]]]))
    error_message = "Every function consumes, and is granted no wildcard action and not every resource."
  }
  assert {
    condition = jsonencode({
      for name, d in { files = data.aws_iam_policy_document.file_status, notify = data.aws_iam_policy_document.notify, triage = data.aws_iam_policy_document.failure_triage, analytics = data.aws_iam_policy_document.analytics } :
      name => sort(distinct(flatten([for s in d.statement : tolist(s.resources) if startswith(tolist(s.actions)[0], "dynamodb:")])))
    }) == jsonencode({ files = [aws_dynamodb_table.files.arn], notify = [aws_dynamodb_table.work.arn], triage = [aws_dynamodb_table.work.arn], analytics = [aws_dynamodb_table.work.arn] })
    error_message = "Each function writes one table."
  }
  assert {
    condition     = [for s in data.aws_iam_policy_document.failure_triage.statement : s.resources if s.sid == "TellPeople"] == [toset([module.media_alerts.arn])] && [for s in data.aws_iam_policy_document.failure_triage.statement : s.resources if s.sid == "AskForAnotherTry"] == [toset([module.retry_requests.arn])]
    error_message = "Triage asks one queue and tells one topic, unless issues are wanted."
  }
  assert {
    condition     = alltrue([for d in [data.aws_iam_policy_document.notify, data.aws_iam_policy_document.failure_triage] : [for s in d.statement : s.resources if s.sid == "EncryptMessages"] == [toset([var.alerts.key_arn])]])
    error_message = "Who publishes to a topic may use the topics' key."
  }
  assert {
    condition     = { for s in data.aws_iam_policy_document.post_processing.statement : s.sid => s.resources if s.sid == "AnswerTheMachine" } == { AnswerTheMachine = toset([local.machine_arn]) }
    error_message = "The worker answers the one machine."
  }
}

run "waits_for_jobs_by_task_token" {
  assert {
    condition     = output.consumers == toset(["media-analytics", "media-failure-triage", "media-file-status", "media-notify", "media-post-processing"])
    error_message = "It names the consumers that it has."
  }
  assert {
    condition     = aws_sfn_state_machine.post_processing.name == "media-post-processing-dev" && local.machine_arn == "arn:aws:states:eu-west-1:123456789012:stateMachine:media-post-processing-dev"
    error_message = "The machine is named after its consumer, whose rule starts it by this name."
  }
  assert {
    condition = alltrue([for branch in jsondecode(aws_sfn_state_machine.post_processing.definition).States.PostProcess.Branches : alltrue([for state in values(branch.States) : alltrue([
      state.Resource == "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      state.Parameters.QueueUrl == module.processing_jobs.url,
      state.Parameters.MessageBody["taskToken.$"] == "$$.Task.Token",
      state.Parameters.MessageBody["event.$"] == "$",
      state.HeartbeatSeconds < state.TimeoutSeconds,
      state.Retry[0] == { ErrorEquals = ["INVALID_EVENT"], MaxAttempts = 0 },
      state.Retry[1].ErrorEquals == ["States.ALL"] && state.Retry[1].MaxAttempts == 2,
    ])])])
    error_message = "Each job is a message with a token and the event; a worker that falls silent is noticed before its time is over."
  }
  assert {
    condition     = [for branch in jsondecode(aws_sfn_state_machine.post_processing.definition).States.PostProcess.Branches : one(values(branch.States)).Parameters.MessageBody.task] == ["thumbnail", "transcode"]
    error_message = "Thumbnail and transcoding are made side by side."
  }
  assert {
    condition     = aws_sfn_state_machine.post_processing.tracing_configuration[0].enabled && aws_sfn_state_machine.post_processing.role_arn == aws_iam_role.post_processing.arn && aws_iam_role_policy.post_processing.policy == data.aws_iam_policy_document.machine.json
    error_message = "Executions are traced, and run by the machine's own role."
  }
  assert {
    condition     = { for s in data.aws_iam_policy_document.machine.statement : s.sid => s.resources } == { HandOutJobs = toset([module.processing_jobs.arn]), Trace = toset(["*"]) } && one([for s in data.aws_iam_policy_document.machine.statement : s.actions if s.sid == "HandOutJobs"]) == toset(["sqs:SendMessage"]) && alltrue([for a in one([for s in data.aws_iam_policy_document.machine.statement : s.actions if s.sid == "Trace"]) : startswith(a, "xray:")])
    error_message = "The machine hands out jobs, and may do nothing else but trace."
  }
  assert {
    condition     = one(one(data.aws_iam_policy_document.machine_trust.statement).principals).identifiers == toset(["states.amazonaws.com"]) && one(one(data.aws_iam_policy_document.machine_trust.statement).condition).values == tolist([local.machine_arn])
    error_message = "Step Functions alone takes the role, for this machine."
  }
  assert {
    condition     = one([for s in data.aws_iam_policy_document.post_processing.statement : s if s.sid == "AnswerTheMachine"]).resources == toset([local.machine_arn])
    error_message = "The worker answers this machine and no other."
  }
  assert {
    condition = toset([for alarm in values(aws_cloudwatch_metric_alarm.execution_failed) : alarm.metric_name]) == toset(["ExecutionsFailed", "ExecutionsTimedOut"]) && alltrue([for alarm in values(aws_cloudwatch_metric_alarm.execution_failed) :
    alarm.alarm_actions == toset([var.alerts.topic_arn]) && alarm.treat_missing_data == "notBreaching" && strcontains(alarm.alarm_description, "docs/runbooks/executions-failed.md")])
    error_message = "Executions that fail or run out of time raise alarms."
  }
}

run "opens_issues_where_it_is_told_where" {
  command = plan

  variables {
    web_actions_topic_arn = "arn:aws:sns:eu-west-1:123456789012:web-actions-dev"
    github_repository     = "octo-org/downloads"
  }

  assert {
    condition     = contains(one([for s in data.aws_iam_policy_document.failure_triage.statement : s.resources if s.sid == "TellPeople"]), "arn:aws:sns:eu-west-1:123456789012:web-actions-dev")
    error_message = "Triage may ask for web requests."
  }
}

run "refuses_half_of_what_an_issue_needs" {
  command         = plan
  expect_failures = [var.github_repository]

  variables {
    github_repository = "octo-org/downloads"
  }
}
