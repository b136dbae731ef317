resource "aws_cloudwatch_event_bus" "this" {
  name = var.name
}

# Everything that crosses the bus can be replayed for 90 days.
resource "aws_cloudwatch_event_archive" "this" {
  name             = var.name
  description      = "Every event of ${var.name}"
  event_source_arn = aws_cloudwatch_event_bus.this.arn
  retention_days   = 90
}

resource "aws_cloudwatch_event_bus_policy" "trusted_accounts" {
  count = length(var.trusted_account_ids) > 0 ? 1 : 0

  event_bus_name = aws_cloudwatch_event_bus.this.name
  policy         = data.aws_iam_policy_document.trusted_accounts.json
}

data "aws_iam_policy_document" "trusted_accounts" {
  statement {
    sid       = "TrustedAccountsPutEvents"
    actions   = ["events:PutEvents"]
    resources = [aws_cloudwatch_event_bus.this.arn]

    principals {
      type        = "AWS"
      identifiers = [for id in var.trusted_account_ids : "arn:${data.aws_partition.current.partition}:iam::${id}:root"]
    }
  }
}

data "aws_partition" "current" {}
