# One complete delivery -> daily costs, partition, live pointer, alert and event.
module "publish" {
  source = "../function"

  name            = "cur-publish"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Publishes one complete delivery of a cost report"
  functions_dir   = var.functions_dir
  memory_mb       = var.tuning.memory_mb
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.publish.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = module.publish_queue.arn
    batch_size          = 1
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = {
    CURATED_BUCKET      = module.curated.name
    LEDGER_TABLE        = aws_dynamodb_table.ledger.name
    COST_DAILY_TABLE    = aws_dynamodb_table.cost_daily.name
    QUEUE_URL           = module.publish_queue.url
    ALERTS_TOPIC_ARN    = module.cost_alerts.arn
    COST_BUS_NAME       = var.bus.name
    OUTBOX_QUEUE_URL    = var.outbox.url
    GLUE_DATABASE       = local.glue_database
    GLUE_TABLE          = local.focus_table
    MAX_RECEIVE_COUNT   = module.publish_queue.max_receive_count
    HEARTBEAT_SECONDS   = var.tuning.heartbeat_seconds
    EXPECTED_REPORTS    = join(",", var.expected_reports[*].report)
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds

    SHADOW_REPORT_PREFIXES = join(",", var.shadow_report_prefixes)
  }
}

data "aws_iam_policy_document" "publish" {
  statement {
    sid       = "ReadAggregates"
    actions   = ["s3:GetObject"]
    resources = ["${module.curated.arn}/aggregates/*"]
  }

  statement {
    sid       = "ReadAccountNames"
    actions   = ["s3:GetObject"]
    resources = ["${module.curated.arn}/${local.account_names_key}"]
  }

  statement {
    sid       = "MoveLivePointer"
    actions   = ["s3:PutObject", "s3:DeleteObject"]
    resources = ["${module.curated.arn}/live/*", "${module.curated.arn}/shadow/*"]
  }

  statement {
    sid       = "KeepLedger"
    actions   = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"]
    resources = [aws_dynamodb_table.ledger.arn]
  }

  statement {
    sid       = "WriteDailyCosts"
    actions   = ["dynamodb:BatchWriteItem"]
    resources = [aws_dynamodb_table.cost_daily.arn]
  }

  statement {
    sid       = "RegisterPartition"
    actions   = ["glue:GetTable", "glue:CreatePartition"]
    resources = local.focus_table_arns
  }

  # The rest of a publication that ran out of time, and periods that hold copies of what was published.
  statement {
    sid       = "AskForMore"
    actions   = ["sqs:SendMessage"]
    resources = [module.publish_queue.arn]
  }

  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [module.publish_queue.arn]
  }

  source_policy_documents = [data.aws_iam_policy_document.tell.json]
}
