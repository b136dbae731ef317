# EventBridge starts executions by a role, which may start those of this one machine.
resource "aws_iam_role" "starter" {
  count = var.consumer.target == "state_machine" ? 1 : 0

  name               = "${local.name}-start"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "starter" {
  count = length(aws_iam_role.starter)

  name   = "start"
  role   = aws_iam_role.starter[0].id
  policy = data.aws_iam_policy_document.start[0].json
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [module.rule.arn]
    }
  }
}

data "aws_iam_policy_document" "start" {
  count = length(aws_iam_role.starter)

  statement {
    sid       = "StartThisMachine"
    actions   = ["states:StartExecution"]
    resources = [local.target_arn]
  }
}
