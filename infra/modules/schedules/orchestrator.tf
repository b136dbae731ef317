# VideoGenerationRequested -> whatever produces videos: your function, state machine or task,
# or a sample that only keeps each request in its history.
module "orchestrator_rule" {
  source = "../rule"

  name            = "${var.name_prefix}video-orchestrator-${var.stage}"
  description     = "Has a video produced"
  bus_name        = var.bus.name
  pattern         = jsonencode({ source = ["almanac.schedules"], detail-type = ["VideoGenerationRequested"] })
  target_arn      = local.orchestrator.kind == "ecs_task" ? local.orchestrator.ecs.cluster_arn : local.orchestrator.arn
  role_arn        = one(aws_iam_role.orchestrator[*].arn)
  dlq_arn         = module.delivery_dlq.arn
  max_age_seconds = 3600 # a production that comes later would meet the next one
  alarm_topic_arn = var.alerts.topic_arn

  ecs = local.orchestrator.kind != "ecs_task" ? null : {
    task_definition_arn = local.orchestrator.arn
    subnet_ids          = local.orchestrator.ecs.subnet_ids
    security_group_ids  = local.orchestrator.ecs.security_group_ids
    assign_public_ip    = local.orchestrator.ecs.assign_public_ip
  }
}

locals {
  orchestrator = var.orchestrator != null ? var.orchestrator : { kind = "state_machine", arn = local.sample_arn, ecs = null }

  sample_name = "${var.name_prefix}video-orchestrator-sample-${var.stage}"
  sample_arn  = "arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:${local.sample_name}"

  # EventBridge starts functions by their own policy, everything else by a role.
  is_started_by_role = local.orchestrator.kind != "lambda"
}

resource "aws_lambda_permission" "orchestrator" {
  count = local.is_started_by_role ? 0 : 1

  statement_id  = "${var.name_prefix}video-orchestrator-${var.stage}"
  action        = "lambda:InvokeFunction"
  function_name = local.orchestrator.arn
  principal     = "events.amazonaws.com"
  source_arn    = module.orchestrator_rule.arn
}

resource "aws_iam_role" "orchestrator" {
  count = local.is_started_by_role ? 1 : 0

  name               = "${var.name_prefix}video-orchestrator-${var.stage}-start"
  assume_role_policy = data.aws_iam_policy_document.orchestrator_trust.json
}

resource "aws_iam_role_policy" "orchestrator" {
  count = length(aws_iam_role.orchestrator)

  name   = "start"
  role   = aws_iam_role.orchestrator[0].id
  policy = data.aws_iam_policy_document.orchestrator_start.json
}

data "aws_iam_policy_document" "orchestrator_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [module.orchestrator_rule.arn]
    }
  }
}

data "aws_iam_policy_document" "orchestrator_start" {
  statement {
    sid       = "StartThisOne"
    actions   = [local.orchestrator.kind == "ecs_task" ? "ecs:RunTask" : "states:StartExecution"]
    resources = [local.orchestrator.arn]
  }

  dynamic "statement" {
    for_each = local.orchestrator.kind == "ecs_task" ? [local.orchestrator.ecs.role_arns] : []
    content {
      sid       = "GiveTheTaskItsRoles"
      actions   = ["iam:PassRole"]
      resources = statement.value

      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["ecs-tasks.amazonaws.com"]
      }
    }
  }
}

# Keeps each request in the history of an execution, where it can be looked at.
resource "aws_sfn_state_machine" "sample" {
  #checkov:skip=CKV_AWS_285:A standard workflow keeps the history of each execution for 90 days by itself
  count = var.orchestrator == null ? 1 : 0

  name     = local.sample_name
  role_arn = aws_iam_role.sample[0].arn

  definition = jsonencode({
    Comment = "Stands for what produces a video"
    StartAt = "NoteRequest"
    States = {
      NoteRequest = {
        Type       = "Pass"
        Parameters = { "request.$" = "$.detail", "requestedAt.$" = "$$.Execution.StartTime" }
        Next       = "Produced"
      }
      Produced = { Type = "Succeed" }
    }
  })

  tracing_configuration {
    enabled = true
  }

  # Step Functions checks at creation what the role may do.
  depends_on = [aws_iam_role_policy.sample]
}

resource "aws_iam_role" "sample" {
  count = var.orchestrator == null ? 1 : 0

  name               = "${local.sample_name}-machine"
  assume_role_policy = data.aws_iam_policy_document.sample_trust.json
}

resource "aws_iam_role_policy" "sample" {
  count = length(aws_iam_role.sample)

  name   = "machine"
  role   = aws_iam_role.sample[0].id
  policy = data.aws_iam_policy_document.sample.json
}

data "aws_iam_policy_document" "sample_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.sample_arn]
    }
  }
}

data "aws_iam_policy_document" "sample" {
  # X-Ray knows no resources: AWS accepts these actions on "*" only.
  statement {
    sid       = "Trace"
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"]
    resources = ["*"]
  }
}
