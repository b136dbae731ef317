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
  mock_resource "aws_cloudwatch_event_bus" {
    defaults = { arn = "arn:aws:events:eu-west-1:123456789012:event-bus/cost-optimizer-event-bus-dev" }
  }
}

variables {
  name            = "cost-optimizer-event-bus-dev"
  audit           = { arn = "arn:aws:sqs:eu-west-1:123456789012:event-audit-dev", dlq_arn = "arn:aws:sqs:eu-west-1:123456789012:event-audit-dlq-dev" }
  alarm_topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev"
}

run "archives_and_trusts_only_whom_it_is_told" {
  variables {
    trusted_account_ids = ["210987654321"]
  }

  assert {
    condition     = aws_cloudwatch_event_archive.this.retention_days == 90 && aws_cloudwatch_event_archive.this.event_source_arn == aws_cloudwatch_event_bus.this.arn && aws_cloudwatch_event_archive.this.event_pattern == null && aws_cloudwatch_event_archive.this.name == var.name
    error_message = "Every event of the bus is archived for 90 days."
  }
  assert {
    condition     = jsondecode(module.audit_rule.behaviour.pattern) == { replay-name = [{ exists = false }] } && module.audit_rule.behaviour.target_arn == var.audit.arn && module.audit_rule.behaviour.dlq_arn == var.audit.dlq_arn && module.audit_rule.behaviour.bus_name == var.name
    error_message = "A copy of every event goes to the audit queue, but of replayed ones, which were copied before."
  }
  assert {
    condition     = module.audit_rule.behaviour.input_template == "{\"bus\": \"cost-optimizer-event-bus-dev\", \"event\": <aws.events.event.json>}"
    error_message = "The copy says which bus the event crossed."
  }
  assert {
    condition     = output.audit_rule_arn == "arn:aws:events:eu-west-1:123456789012:rule/cost-optimizer-event-bus-dev/cost-optimizer-event-bus-dev-audit"
    error_message = "The audit queue can name the one rule that sends to it."
  }
  assert {
    condition     = one(aws_cloudwatch_event_bus_policy.trusted_accounts).policy == data.aws_iam_policy_document.trusted_accounts.json && one(aws_cloudwatch_event_bus_policy.trusted_accounts).event_bus_name == var.name
    error_message = "The bus carries the policy."
  }
  assert {
    condition     = one(one(data.aws_iam_policy_document.trusted_accounts.statement).principals).identifiers == toset(["arn:aws:iam::210987654321:root"]) && one(data.aws_iam_policy_document.trusted_accounts.statement).resources == toset(["arn:aws:events:eu-west-1:123456789012:rule/cost-optimizer-event-bus-dev/*"])
    error_message = "The named accounts, and nobody else, may do something, with rules of this bus only."
  }
  assert {
    condition     = one(data.aws_iam_policy_document.trusted_accounts.statement).actions == toset(["events:PutRule", "events:DeleteRule", "events:DescribeRule", "events:EnableRule", "events:DisableRule", "events:PutTargets", "events:RemoveTargets"])
    error_message = "They manage rules and put no events."
  }
  assert {
    condition = [for c in one(data.aws_iam_policy_document.trusted_accounts.statement).condition : jsonencode([c.test, c.variable, c.values])] == [
      jsonencode(["StringEqualsIfExists", "events:creatorAccount", ["$${aws:PrincipalAccount}"]])
    ]
    error_message = "Each account changes only the rules that it created."
  }
}

run "is_closed_by_default" {
  assert {
    condition     = length(aws_cloudwatch_event_bus_policy.trusted_accounts) == 0
    error_message = "Without trusted accounts there is no resource policy."
  }
}

run "refuses_what_is_no_account_number" {
  command         = plan
  expect_failures = [var.trusted_account_ids]

  variables {
    trusted_account_ids = ["*"]
  }
}

run "registers_every_schema_of_its_folder" {
  variables {
    archive_name = "Archive"
    registry     = { name = "almanac-schemas-dev", schemas_dir = "tests/schemas" }
  }

  assert {
    condition     = aws_cloudwatch_event_archive.this.name == "Archive"
    error_message = "The archive may have a name of its own."
  }
  assert {
    condition     = output.registry_name == "almanac-schemas-dev" && keys(aws_schemas_schema.this) == ["OrderPlaced", "OrderPlaced.v2"]
    error_message = "Each file is one schema under its own name."
  }
  assert {
    condition     = alltrue([for name, schema in aws_schemas_schema.this : schema.type == "OpenApi3" && schema.registry_name == "almanac-schemas-dev" && schema.content == file("tests/schemas/${name}.json")])
    error_message = "A schema holds its file."
  }
}

run "has_no_registry_unless_it_is_told_one_and_needs_no_file" {
  command = plan

  assert {
    condition     = length(aws_schemas_registry.this) == 0 && length(aws_schemas_schema.this) == 0 && output.registry_name == null
    error_message = "No registry is made where none is wanted."
  }
}

run "takes_a_registry_without_schemas" {
  command = plan

  variables {
    registry = { name = "almanac-schemas-dev", schemas_dir = "tests/none" }
  }

  assert {
    condition     = length(aws_schemas_registry.this) == 1 && length(aws_schemas_schema.this) == 0
    error_message = "A folder without files makes an empty registry."
  }
}
