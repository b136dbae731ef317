# A file that has been downloaded -> its thumbnail and its transcoding, side by side.
# Each is a message with a task token: whoever does the job answers with the token, and
# says meanwhile that it is alive. Both jobs are placeholders that show the pattern.
resource "aws_sfn_state_machine" "post_processing" {
  #checkov:skip=CKV_AWS_285:A standard workflow keeps the history of each execution for 90 days by itself
  name       = local.machine_name
  role_arn   = aws_iam_role.post_processing.arn
  definition = jsonencode(local.post_processing)

  tracing_configuration {
    enabled = true
  }

  # Step Functions checks at creation what the role may do.
  depends_on = [aws_iam_role_policy.post_processing]
}

locals {
  machine_name = "${var.name_prefix}media-post-processing-${var.stage}"
  machine_arn  = "arn:${local.partition}:states:${local.region}:${local.account}:stateMachine:${local.machine_name}"

  jobs = { thumbnail = "MakeThumbnail", transcode = "Transcode" }

  post_processing = {
    Comment = "Post-processing of one downloaded file"
    StartAt = "PostProcess"
    States = {
      PostProcess = {
        Type     = "Parallel"
        End      = true
        Branches = [for job, state in local.jobs : { StartAt = state, States = { (state) = local.tasks[job] } }]
      }
    }
  }

  tasks = { for job, state in local.jobs : job => {
    Type             = "Task"
    Resource         = "arn:${local.partition}:states:::sqs:sendMessage.waitForTaskToken"
    TimeoutSeconds   = 3600
    HeartbeatSeconds = 900
    End              = true

    Parameters = {
      QueueUrl = module.processing_jobs.url
      MessageBody = {
        task          = job
        "taskToken.$" = "$$.Task.Token"
        "event.$"     = "$"
      }
    }

    # A worker that died, and one that says so, are asked again; an event that violates its contract stays what it is.
    Retry = [
      { ErrorEquals = ["INVALID_EVENT"], MaxAttempts = 0 },
      { ErrorEquals = ["States.ALL"], IntervalSeconds = 5, MaxAttempts = 2, BackoffRate = 2 },
    ]
  } }
}

# One message per job and try.
module "processing_jobs" {
  source = "../queue"

  name               = "${var.name_prefix}media-processing-jobs-${var.stage}"
  dlq_name           = "${var.name_prefix}media-processing-jobs-dlq-${var.stage}"
  visibility_seconds = var.tuning.visibility_seconds
  alarm_topic_arn    = var.alerts.topic_arn
  tls_only           = var.tls_only
}

resource "aws_iam_role" "post_processing" {
  name               = "${local.machine_name}-machine"
  assume_role_policy = data.aws_iam_policy_document.machine_trust.json
}

resource "aws_iam_role_policy" "post_processing" {
  name   = "machine"
  role   = aws_iam_role.post_processing.id
  policy = data.aws_iam_policy_document.machine.json
}

data "aws_iam_policy_document" "machine_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [local.machine_arn]
    }
  }
}

data "aws_iam_policy_document" "machine" {
  statement {
    sid       = "HandOutJobs"
    actions   = ["sqs:SendMessage"]
    resources = [module.processing_jobs.arn]
  }

  # X-Ray knows no resources: AWS accepts these actions on "*" only.
  statement {
    sid       = "Trace"
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"]
    resources = ["*"]
  }
}

resource "aws_cloudwatch_metric_alarm" "execution_failed" {
  for_each = { failed = "ExecutionsFailed", timed-out = "ExecutionsTimedOut" }

  alarm_name          = "${local.machine_name}-executions-${each.key}"
  alarm_description   = "Post-processing of a file did not end well. Runbook: docs/runbooks/executions-failed.md"
  namespace           = "AWS/States"
  metric_name         = each.value
  dimensions          = { StateMachineArn = aws_sfn_state_machine.post_processing.arn }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no execution, no metric
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  partition = data.aws_partition.current.partition
}
