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

run "archives_and_trusts_only_whom_it_is_told" {
  variables {
    name                = "cost-optimizer-event-bus-dev"
    trusted_account_ids = ["210987654321"]
  }

  assert {
    condition     = aws_cloudwatch_event_archive.this.retention_days == 90 && aws_cloudwatch_event_archive.this.event_source_arn == aws_cloudwatch_event_bus.this.arn && aws_cloudwatch_event_archive.this.event_pattern == null
    error_message = "Every event of the bus is archived for 90 days."
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
  variables {
    name = "cost-optimizer-event-bus-dev"
  }

  assert {
    condition     = length(aws_cloudwatch_event_bus_policy.trusted_accounts) == 0
    error_message = "Without trusted accounts there is no resource policy."
  }
}

run "refuses_what_is_no_account_number" {
  command         = plan
  expect_failures = [var.trusted_account_ids]

  variables {
    name                = "cost-optimizer-event-bus-dev"
    trusted_account_ids = ["*"]
  }
}
