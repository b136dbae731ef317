resource "aws_cloudwatch_event_bus" "this" {
  name = var.name
}

# Everything that crosses the bus can be replayed for 90 days.
resource "aws_cloudwatch_event_archive" "this" {
  name             = coalesce(var.archive_name, var.name)
  description      = "Every event of ${var.name}"
  event_source_arn = aws_cloudwatch_event_bus.this.arn
  retention_days   = 90
}

resource "aws_cloudwatch_event_bus_policy" "trusted_accounts" {
  count = length(var.trusted_account_ids) > 0 ? 1 : 0

  event_bus_name = aws_cloudwatch_event_bus.this.name
  policy         = data.aws_iam_policy_document.trusted_accounts.json
}

# They listen by rules of their own on this bus and change no rule but those. Nobody
# else puts events on it: whoever reads it may take every event for the stack's own.
# Source: EventBridge user guide, "Send events to the same account and restrict updates".
data "aws_iam_policy_document" "trusted_accounts" {
  statement {
    sid       = "TrustedAccountsManageOwnRules"
    resources = ["${replace(aws_cloudwatch_event_bus.this.arn, ":event-bus/", ":rule/")}/*"]

    actions = [
      "events:PutRule", "events:DeleteRule", "events:DescribeRule", "events:EnableRule", "events:DisableRule",
      "events:PutTargets", "events:RemoveTargets",
    ]

    principals {
      type        = "AWS"
      identifiers = [for id in var.trusted_account_ids : "arn:${data.aws_partition.current.partition}:iam::${id}:root"]
    }
    condition {
      test     = "StringEqualsIfExists" # a rule that does not exist yet has no creator
      variable = "events:creatorAccount"
      values   = ["$${aws:PrincipalAccount}"]
    }
  }
}

data "aws_partition" "current" {}
