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
    defaults = { arn = "arn:aws:iam::123456789012:role/team-example-dev" }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:team-example-dev" }
  }
}

variables {
  name            = "example"
  name_prefix     = "team-"
  stage           = "dev"
  description     = "An example"
  functions_dir   = "tests"
  memory_mb       = 512
  timeout_seconds = 30
  log_level       = "INFO"
  environment     = { TABLE = "things_dev" }
  policy          = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
  alarm_topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev"
}

run "runs_with_least_privilege_and_is_watched" {
  variables {
    queue = { arn = "arn:aws:sqs:eu-west-1:123456789012:work-queue-dev", batch_size = 1, maximum_concurrency = 4 }
  }

  assert {
    condition     = aws_lambda_function.this.function_name == "team-example-dev" && aws_lambda_function.this.source_code_hash == filebase64sha256("tests/example.zip")
    error_message = "Folder, zip and Lambda share a name, and new bytes deploy a new version."
  }
  assert {
    condition     = coalesce(aws_lambda_function.this.reserved_concurrent_executions, -1) == -1
    error_message = "No reserved concurrency: the SQS poller would burn receives."
  }
  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active"
    error_message = "Every function is traced."
  }
  assert {
    condition     = aws_lambda_function.this.timeout == 30 && aws_lambda_function.this.memory_size == 512 && aws_lambda_function.this.runtime == "nodejs22.x"
    error_message = "Time-out, memory and runtime are as asked."
  }
  assert {
    condition     = aws_lambda_function.this.environment[0].variables == tomap({ TABLE = "things_dev", STAGE = "dev", LOG_LEVEL = "INFO" })
    error_message = "The function gets its own settings and the common ones."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/team-example-dev" && aws_cloudwatch_log_group.this.retention_in_days == 30 && aws_lambda_function.this.logging_config[0].log_group == aws_cloudwatch_log_group.this.name
    error_message = "Logs go to the function's own group and end after 30 days."
  }
  assert {
    condition     = one(aws_lambda_event_source_mapping.queue).function_response_types == toset(["ReportBatchItemFailures"]) && one(aws_lambda_event_source_mapping.queue).batch_size == 1 && one(aws_lambda_event_source_mapping.queue).maximum_batching_window_in_seconds == 0 && one(aws_lambda_event_source_mapping.queue).scaling_config[0].maximum_concurrency == 4
    error_message = "The queue feeds the function in bounded parallel, and a bad record fails alone."
  }
  assert {
    condition     = length(aws_lambda_permission.rule) == 0 && length(aws_lambda_function_event_invoke_config.rule) == 0 && length(aws_cloudwatch_metric_alarm.events_lost) == 0
    error_message = "Nobody else may start it."
  }
  assert {
    condition     = aws_iam_role_policy.this.policy == data.aws_iam_policy_document.this.json && data.aws_iam_policy_document.this.source_policy_documents == tolist([var.policy]) && aws_iam_role_policy.this.role == aws_iam_role.this.id && aws_lambda_function.this.role == aws_iam_role.this.arn
    error_message = "The role holds the caller's policy and the common one."
  }
  assert {
    condition     = one(data.aws_iam_policy_document.trust.statement).actions == toset(["sts:AssumeRole"]) && one(one(data.aws_iam_policy_document.trust.statement).principals).identifiers == toset(["lambda.amazonaws.com"])
    error_message = "Only Lambda may assume the role."
  }
  assert {
    condition     = alltrue([for s in data.aws_iam_policy_document.this.statement : alltrue([for a in s.actions : !strcontains(a, "*")])])
    error_message = "No statement grants actions by wildcard."
  }
  assert {
    condition     = alltrue([for s in data.aws_iam_policy_document.this.statement : !contains(s.resources, "*") || s.actions == toset(["xray:PutTraceSegments", "xray:PutTelemetryRecords"])])
    error_message = "Only the two X-Ray actions are granted on every resource."
  }
  assert {
    condition     = one([for s in data.aws_iam_policy_document.this.statement : s.resources if s.sid == "WriteOwnLog"]) == toset(["${aws_cloudwatch_log_group.this.arn}:*"])
    error_message = "A function writes its own log and no other."
  }
  assert {
    condition     = one([for s in data.aws_iam_policy_document.this.statement : s if s.sid == "ConsumeQueue"]).actions == toset(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]) && one([for s in data.aws_iam_policy_document.this.statement : s if s.sid == "ConsumeQueue"]).resources == toset([var.queue.arn])
    error_message = "The mapping may consume its own queue, which the emulator would not enforce."
  }
  assert {
    condition = alltrue([for alarm in [aws_cloudwatch_metric_alarm.errors, aws_cloudwatch_metric_alarm.throttles] :
    alarm.namespace == "AWS/Lambda" && alarm.dimensions == tomap({ FunctionName = "team-example-dev" }) && alarm.threshold == 0 && alarm.alarm_actions == toset([var.alarm_topic_arn]) && alarm.treat_missing_data == "notBreaching"])
    error_message = "Errors and throttles raise alarms."
  }
  assert {
    condition     = [aws_cloudwatch_metric_alarm.errors.metric_name, aws_cloudwatch_metric_alarm.throttles.metric_name] == ["Errors", "Throttles"]
    error_message = "The alarms watch Errors and Throttles."
  }
  assert {
    condition = alltrue([for alarm in [aws_cloudwatch_metric_alarm.errors, aws_cloudwatch_metric_alarm.throttles] :
    can(regex("Runbook: docs/runbooks/[a-z-]+\\.md$", alarm.alarm_description))])
    error_message = "Each alarm names its runbook."
  }
}

run "is_started_by_a_rule_and_loses_no_event" {
  variables {
    rule = { arn = "arn:aws:events:eu-west-1:123456789012:rule/daily", dlq_arn = "arn:aws:sqs:eu-west-1:123456789012:delivery-dlq-dev" }
  }

  assert {
    condition     = one(aws_lambda_permission.rule).principal == "events.amazonaws.com" && one(aws_lambda_permission.rule).source_arn == var.rule.arn && one(aws_lambda_permission.rule).action == "lambda:InvokeFunction"
    error_message = "This rule, and no other, may start the function."
  }
  assert {
    condition     = one(one(one(aws_lambda_function_event_invoke_config.rule).destination_config).on_failure).destination == var.rule.dlq_arn && one(aws_lambda_function_event_invoke_config.rule).maximum_retry_attempts == 2
    error_message = "An event with which it has failed three times is kept."
  }
  assert {
    condition     = [for s in data.aws_iam_policy_document.this.statement : "${join(",", s.actions)} ${join(",", s.resources)}" if s.sid == "GiveFailedEventsAway"] == ["sqs:SendMessage ${var.rule.dlq_arn}"]
    error_message = "The role may put it there."
  }
  assert {
    condition     = [for alarm in aws_cloudwatch_metric_alarm.events_lost : [alarm.namespace, alarm.metric_name, alarm.dimensions.FunctionName, tostring(alarm.threshold), one(alarm.alarm_actions)]] == [["AWS/Lambda", "DestinationDeliveryFailures", "team-example-dev", "0", var.alarm_topic_arn]]
    error_message = "An event that Lambda could not put there is told of: nothing has it any more."
  }
  assert {
    condition     = length(aws_lambda_event_source_mapping.queue) == 0 && !contains(data.aws_iam_policy_document.this.statement[*].sid, "ConsumeQueue")
    error_message = "There is no queue to consume."
  }
}
