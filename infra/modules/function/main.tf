# The one place that creates Lambda functions. No reserved concurrency: with it
# the SQS poller would burn receives while the function is throttled.
resource "aws_lambda_function" "this" {
  function_name    = local.name
  description      = var.description
  role             = aws_iam_role.this.arn
  filename         = local.zip
  source_code_hash = fileexists(local.zip) ? filebase64sha256(local.zip) : null
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  memory_size      = var.memory_mb
  timeout          = var.timeout_seconds

  environment {
    variables = merge(var.environment, { STAGE = var.stage, LOG_LEVEL = var.log_level })
  }

  logging_config {
    log_format = "Text" # the functions write their own JSON lines
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = "Active"
  }

  lifecycle {
    precondition {
      condition     = fileexists(local.zip)
      error_message = "There is no ${local.zip}: build the functions first (npm run build)."
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${local.name}"
  retention_in_days = var.log_retention_days
}

locals {
  name = "${var.name_prefix}${var.name}-${var.stage}"
  zip  = "${var.functions_dir}/${var.name}.zip"
}
