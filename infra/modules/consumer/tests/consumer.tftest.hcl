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
    defaults = { arn = "arn:aws:iam::123456789012:role/team-watcher-dev-start" }
  }
  mock_resource "aws_sqs_queue" {
    defaults = { arn = "arn:aws:sqs:eu-west-1:123456789012:mocked" }
  }
}

variables {
  name_prefix        = "team-"
  stage              = "dev"
  bus_name           = "events-dev"
  visibility_seconds = 180
  alarm_topic_arn    = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev"
  tls_only           = true
}

run "buffers_in_a_queue" {
  variables {
    consumer = { name = "watcher", summary = "Watches", sources = ["shop", "shop.returns"], detail_types = ["OrderPlaced", "OrderPlaced.v2"], target = "queue" }
  }

  assert {
    condition     = jsondecode(module.rule.behaviour.pattern) == { source = ["shop", "shop.returns"], detail-type = ["OrderPlaced", "OrderPlaced.v2"] }
    error_message = "The rule matches the events declared, and no others."
  }
  assert {
    condition     = module.rule.behaviour.target_arn == one(module.queue).arn && module.rule.behaviour.dlq_arn == one(module.queue).dlq_arn && module.rule.behaviour.input_template == null
    error_message = "The whole event goes into the consumer's queue, or into its dead-letter queue."
  }
  assert {
    condition     = module.rule.arn == "arn:aws:events:eu-west-1:123456789012:rule/events-dev/team-watcher-dev" && one(module.queue).name == "team-watcher-dev" && one(module.queue).dlq_name == "team-watcher-dlq-dev"
    error_message = "Rule and queues are named after the consumer."
  }
  assert {
    condition     = local.sender == { Rule = { service = "events.amazonaws.com", source_arn = module.rule.arn } }
    error_message = "This rule, and no other, may fill the queues."
  }
  assert {
    condition     = output.starts.queue.max_receive_count == 3 && output.starts.queue.arn == one(module.queue).arn && output.starts.rule == null && output.dlq.name == "team-watcher-dlq-dev" && length(module.dlq) == 0
    error_message = "There is one dead-letter queue, after three tries."
  }
  assert {
    condition     = length(aws_iam_role.starter) == 0
    error_message = "A queue's own policy lets the rule in."
  }
}

run "starts_a_function_and_filters_by_fields" {
  variables {
    consumer = { name = "watcher", summary = "Watches", sources = ["shop"], detail_types = ["OrderPlaced"], detail = "{\"total\":[{\"numeric\":[\">\",100]}]}", target = "lambda" }
  }

  assert {
    condition     = jsondecode(module.rule.behaviour.pattern) == { source = ["shop"], detail-type = ["OrderPlaced"], detail = { total = [{ numeric = [">", 100] }] } }
    error_message = "The filter on fields is part of the pattern, as it was declared."
  }
  assert {
    condition     = module.rule.behaviour.target_arn == "arn:aws:lambda:eu-west-1:123456789012:function:team-watcher-dev" && output.target == "team-watcher-dev" && module.rule.behaviour.role_arn == null && module.rule.behaviour.dlq_arn == one(module.dlq).arn && length(module.queue) == 0 && output.starts.queue == null && output.starts.rule == { arn = module.rule.arn, dlq_arn = one(module.dlq).arn }
    error_message = "The rule starts the function; what it cannot deliver is kept."
  }
  assert {
    condition     = one(module.dlq).name == "team-watcher-dlq-dev" && tolist(one(module.dlq).policy_statement_ids) == tolist(["TlsOnly", "Rule"])
    error_message = "The rule may put events into the consumer's dead-letter queue."
  }
}

run "starts_executions_of_one_machine" {
  variables {
    consumer = { name = "watcher", summary = "Watches", sources = ["shop"], detail_types = ["OrderPlaced"], target = "state_machine" }
  }

  assert {
    condition     = module.rule.behaviour.target_arn == "arn:aws:states:eu-west-1:123456789012:stateMachine:team-watcher-dev" && output.target == module.rule.behaviour.target_arn && module.rule.behaviour.role_arn == one(aws_iam_role.starter).arn && one(aws_iam_role_policy.starter).role == one(aws_iam_role.starter).id && one(aws_iam_role_policy.starter).policy == one(data.aws_iam_policy_document.start).json
    error_message = "The rule starts executions by a role of its own."
  }
  assert {
    condition     = [for s in one(data.aws_iam_policy_document.start).statement : "${join(",", s.actions)} ${join(",", s.resources)}"] == ["states:StartExecution arn:aws:states:eu-west-1:123456789012:stateMachine:team-watcher-dev"]
    error_message = "The role may start executions of exactly this machine."
  }
  assert {
    condition     = one(one(data.aws_iam_policy_document.trust.statement).principals).identifiers == toset(["events.amazonaws.com"]) && one(one(data.aws_iam_policy_document.trust.statement).condition).values == tolist([module.rule.arn])
    error_message = "EventBridge alone takes the role, for this rule."
  }
  assert {
    condition     = module.rule.behaviour.dlq_arn == one(module.dlq).arn
    error_message = "What could not be started is kept."
  }
}

run "refuses_a_target_of_no_kind_and_a_rule_that_matches_everything" {
  command         = plan
  expect_failures = [var.consumer]

  variables {
    consumer = { name = "watcher", summary = "Watches", sources = [], detail_types = [], target = "topic" }
  }
}
