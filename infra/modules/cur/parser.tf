# One file -> exact aggregates and curated Parquet, recorded in the ledger.
module "parser" {
  source = "../function"

  name            = "etl-aws-cur-parser"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Reads one cost report file into exact aggregates and curated Parquet"
  functions_dir   = var.functions_dir
  memory_mb       = var.tuning.memory_mb
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.parser.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = module.queue.arn
    batch_size          = 1
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = {
    CURATED_BUCKET         = module.curated.name
    LEDGER_TABLE           = aws_dynamodb_table.ledger.name
    QUEUE_URL              = module.queue.url
    PUBLISH_QUEUE_URL      = module.publish_queue.url
    ALERTS_TOPIC_ARN       = module.cost_alerts.arn
    COST_BUS_NAME          = var.bus.name
    OUTBOX_QUEUE_URL       = var.outbox.url
    MAX_RECEIVE_COUNT      = module.queue.max_receive_count
    HEARTBEAT_SECONDS      = var.tuning.heartbeat_seconds
    RETRY_DELAY_SECONDS    = var.tuning.retry_delay_seconds
    MAX_LINE_BYTES         = var.tuning.max_line_bytes
    MAX_UNCOMPRESSED_BYTES = var.tuning.max_uncompressed_bytes
    # New objects get 2 MB at a time instead of up to 16: reading is no slower and its peak of memory 30 MB lower.
    NODE_OPTIONS = "--max-semi-space-size=2"
  }
}

data "aws_iam_policy_document" "parser" {
  statement {
    sid       = "ReadReports"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${module.landing.arn}/*"]
  }

  # Without it S3 answers 403 for a key that is gone, not 404, and a deleted file would look like a missing permission.
  statement {
    sid       = "TellMissingFromForbidden"
    actions   = ["s3:ListBucket"]
    resources = [module.landing.arn]
  }

  # A manifest means certain versions of the files it names.
  statement {
    sid       = "FindVersions"
    actions   = ["s3:ListBucketVersions"]
    resources = [module.landing.arn]
  }

  statement {
    sid       = "WriteCuratedFiles"
    actions   = ["s3:PutObject", "s3:AbortMultipartUpload"]
    resources = ["${module.curated.arn}/focus/*", "${module.curated.arn}/aggregates/*"]
  }

  statement {
    sid       = "KeepLedger"
    actions   = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"]
    resources = [aws_dynamodb_table.ledger.arn]
  }

  statement {
    sid       = "ExtendAndBackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [module.queue.arn]
  }

  # Files that came before their manifest are looked at again.
  statement {
    sid       = "LookAgain"
    actions   = ["sqs:SendMessage"]
    resources = [module.queue.arn]
  }

  statement {
    sid       = "HandOverToPublish"
    actions   = ["sqs:SendMessage"]
    resources = [module.publish_queue.arn]
  }

  source_policy_documents = [data.aws_iam_policy_document.tell.json]
}
