# The audit rule of each bus -> queue -> function -> bucket.
module "audit_queue" {
  source = "../queue"

  name               = "${var.name_prefix}event-audit-${var.stage}"
  dlq_name           = "${var.name_prefix}event-audit-dlq-${var.stage}"
  visibility_seconds = var.tuning.visibility_seconds
  senders            = local.audit_rules
  dlq_senders        = local.audit_rules
  alarm_topic_arn    = var.alerts.topic_arn
  tls_only           = var.tls_only
}

module "audit" {
  source = "../function"

  name            = "event-audit"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Copies every event into the audit bucket, by bus and hour"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.audit.json
  alarm_topic_arn = var.alerts.topic_arn

  # Events gather for a while, so that an hour is a few objects and not thousands.
  queue = {
    arn                 = module.audit_queue.arn
    batch_size          = 1000
    maximum_concurrency = var.tuning.maximum_concurrency
    window_seconds      = var.tuning.audit_window_seconds
  }

  environment = {
    AUDIT_BUCKET        = module.audit_bucket.name
    QUEUE_URL           = module.audit_queue.url
    MAX_RECEIVE_COUNT   = module.audit_queue.max_receive_count
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds
  }
}

data "aws_iam_policy_document" "audit" {
  statement {
    sid       = "WriteCopies"
    actions   = ["s3:PutObject"]
    resources = ["${module.audit_bucket.arn}/events/*"]
  }

  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [module.audit_queue.arn]
  }
}

locals {
  audit_rules = { for key, bus in var.buses : "AuditRuleOf${title(key)}Bus" => { service = "events.amazonaws.com", source_arn = bus.audit_rule_arn } }
}

# An audit that has stopped makes no error. It is silent where rules hand events over
# and, over three hours, not one of them is written.
resource "aws_cloudwatch_metric_alarm" "audit_silent" {
  alarm_name          = "${module.audit.name}-silent"
  alarm_description   = "Events cross the buses and ${module.audit.name} has copied none of them for 3 hours. Runbook: docs/runbooks/audit-silent.md"
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no event, nothing to copy
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]

  metric_query {
    id          = "missing"
    label       = "Events handed over while none was copied"
    expression  = "IF(FILL(copied, 0) == 0, ${join(" + ", [for key in sort(keys(var.buses)) : "FILL(${key}, 0)"])}, 0)"
    return_data = true
  }

  metric_query {
    id = "copied"
    metric {
      namespace   = "Almanac"
      metric_name = "EventsCopied"
      dimensions  = { service = module.audit.name }
      stat        = "Sum"
      period      = 3600
    }
  }

  dynamic "metric_query" {
    for_each = var.buses
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/Events"
        metric_name = "Invocations"
        dimensions  = { EventBusName = metric_query.value.name, RuleName = metric_query.value.audit_rule_name }
        stat        = "Sum"
        period      = 3600
      }
    }
  }
}
