# The topic of web actions -> queue -> function -> an HTTPS request to a host that is allowed.
module "web_actions" {
  source = "../topic-queue"

  topic_name         = "${var.name_prefix}web-actions-${var.stage}"
  queue_name         = "${var.name_prefix}web-actions-${var.stage}"
  dlq_name           = "${var.name_prefix}web-actions-dlq-${var.stage}"
  key_arn            = var.alerts.key_arn
  visibility_seconds = var.tuning.visibility_seconds
  max_receive_count  = 5 # with pauses that double: an endpoint may be away for some minutes
  delivery_dlq_arn   = module.delivery_dlq.arn
  alarm_topic_arn    = var.alerts.topic_arn
  tls_only           = var.tls_only
}

module "web_action" {
  source = "../function"

  name            = "web-action"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Makes the HTTPS requests that runs and other parts of the stack ask for"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.web_action.json
  alarm_topic_arn = var.alerts.topic_arn

  # One at a time: a request may take 30 seconds.
  queue = {
    arn                 = module.web_actions.queue.arn
    batch_size          = 1
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = {
    RUNS_TABLE          = aws_dynamodb_table.runs.name
    CLAIMS_TABLE        = aws_dynamodb_table.claims.name
    QUEUE_URL           = module.web_actions.queue.url
    DLQ_URL             = module.web_actions.queue.dlq_url
    MAX_RECEIVE_COUNT   = module.web_actions.queue.max_receive_count
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds
    SIGNING_SECRET_ARN  = aws_secretsmanager_secret.signing.arn
    WEB_ACTION_HOSTS    = jsonencode(var.web_action_hosts)

    WEB_ACTION_DEFAULT_ENDPOINT = var.web_action_default_endpoint == null ? "" : var.web_action_default_endpoint
  }
}

data "aws_iam_policy_document" "web_action" {
  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [module.web_actions.queue.arn]
  }

  statement {
    sid       = "GiveUp"
    actions   = ["sqs:SendMessage"]
    resources = [module.web_actions.queue.dlq_arn]
  }

  dynamic "statement" {
    for_each = length(local.web_action_secret_arns) > 0 ? ["ReadSecretsOfHosts"] : []
    content {
      sid       = statement.value
      actions   = ["secretsmanager:GetSecretValue"]
      resources = local.web_action_secret_arns
    }
  }

  source_policy_documents = [data.aws_iam_policy_document.perform_action.json]
}

locals {
  web_action_secret_arns = distinct(compact(var.web_action_hosts[*].secret_arn))
}

# What every function that performs actions may do, besides its own effect.
data "aws_iam_policy_document" "perform_action" {
  statement {
    sid       = "NoteOutcomes"
    actions   = ["dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.runs.arn]
  }

  statement {
    sid       = "ClaimActions"
    actions   = ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.claims.arn]
  }

  # Put: the first function that needs it makes its value.
  statement {
    sid       = "SignRequests"
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
    resources = [aws_secretsmanager_secret.signing.arn]
  }
}

# The key of the requests' signatures. Its value is not in the state: the first request
# makes a random one, and whoever wants another puts it there by hand.
resource "aws_secretsmanager_secret" "signing" {
  #checkov:skip=CKV_AWS_149:AWS's own key suffices: nobody outside of the account reads it
  #checkov:skip=CKV2_AWS_57:Receivers hold the same value: it cannot change without them
  name_prefix = "${var.name_prefix}web-action-signing-${var.stage}-" # a deleted secret keeps its name for a week
  description = "Key of the HMAC signatures of web actions and of the webhook channel"
}

# An action that failed for good is noted on its run, and makes no message in a dead-letter queue.
resource "aws_cloudwatch_metric_alarm" "actions_failed" {
  for_each = {
    WebActionFailed    = module.web_action.name
    NotificationFailed = module.notifier.name
  }

  alarm_name          = "${each.value}-failed"
  alarm_description   = "${each.value} failed for good with an action. Runbook: docs/runbooks/actions-failed.md"
  namespace           = "Almanac"
  metric_name         = each.key
  dimensions          = { service = each.value }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching" # no failure, no metric
  alarm_actions       = [var.alerts.topic_arn]
  ok_actions          = [var.alerts.topic_arn]
}
