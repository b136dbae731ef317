# Users' schedules are made and removed by the API alone; Terraform owns their group only.
resource "aws_scheduler_schedule_group" "this" {
  name = local.group_name
}

# What EventBridge Scheduler may do for a schedule: hand its run to the queue, or to the queue of those it could not hand over.
resource "aws_iam_role" "scheduler" {
  name               = "${var.name_prefix}almanac-scheduler-${var.stage}"
  assume_role_policy = data.aws_iam_policy_document.scheduler_trust.json
}

resource "aws_iam_role_policy" "scheduler" {
  name   = "scheduler"
  role   = aws_iam_role.scheduler.id
  policy = data.aws_iam_policy_document.scheduler.json
}

# Source: Scheduler User Guide, "Prevent cross-service confused deputy": the ARN is that of a group.
data "aws_iam_policy_document" "scheduler_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = local.group_arns
    }
  }
}

data "aws_iam_policy_document" "scheduler" {
  statement {
    sid       = "HandRunsOver"
    actions   = ["sqs:SendMessage"]
    resources = [module.runs_queue.arn, module.delivery_dlq.arn]
  }
}

# Scheduler -> runs -> schedule-runner.
module "runs_queue" {
  source = "../queue"

  name               = "${var.name_prefix}schedule-runs-${var.stage}"
  dlq_name           = "${var.name_prefix}schedule-runs-dlq-${var.stage}"
  visibility_seconds = var.tuning.visibility_seconds
  max_age_seconds    = 300 # a run that waits longer is late
  alarm_topic_arn    = var.alerts.topic_arn
  tls_only           = var.tls_only
}

# What Scheduler could not hand over, what a subscriber did not take, and what a rule could not start.
module "delivery_dlq" {
  source = "../dlq"

  name            = "${var.name_prefix}schedule-delivery-dlq-${var.stage}"
  runbook         = "delivery-dlq-not-empty"
  alarm_topic_arn = var.alerts.topic_arn
  tls_only        = var.tls_only

  senders = merge(local.topic_delivery_dlq_senders, {
    Creation      = { service = "sns.amazonaws.com", source_arn = local.command_topic_arn }
    WebActions    = { service = "sns.amazonaws.com", source_arn = module.web_actions.topic.arn }
    Notifications = { service = "sns.amazonaws.com", source_arn = module.notifications.topic.arn }
    Mails         = { service = "sns.amazonaws.com", source_arn = module.notification_emails.arn }
    Reconcile     = { service = "events.amazonaws.com", source_arn = module.reconcile_rule.arn }
    Watch         = { service = "events.amazonaws.com", source_arn = module.watch_rule.arn }
  })
}

# An account has a number of schedules and a rate of calls; Scheduler says when it refuses for them.
resource "aws_cloudwatch_metric_alarm" "quota" {
  for_each = {
    for pair in setproduct([local.group_name, local.topic_group_name], ["InvocationThrottleCount", "TargetErrorThrottledCount", "InvocationDroppedCount", "InvocationsFailedToBeSentToDeadLetterCount"]) :
    "${pair[0]}-${pair[1]}" => { group = pair[0], metric = pair[1] }
  }

  alarm_name          = each.key
  alarm_description   = "EventBridge Scheduler dropped runs of group ${each.value.group}, or slowed them down. Runbook: docs/runbooks/scheduler-limits.md"
  namespace           = "AWS/Scheduler"
  metric_name         = each.value.metric
  dimensions          = { ScheduleGroup = each.value.group }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no trouble, no metric
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]
}
