# A job of the machine -> done, or failed, told back by its task token.
module "post_processing" {
  source = "../function"

  name            = "media-post-processing"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Does one job of post-processing and tells the state machine by its task token"
  functions_dir   = var.functions_dir
  memory_mb       = 512
  timeout_seconds = var.tuning.timeout_seconds
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.post_processing.json
  alarm_topic_arn = var.alerts.topic_arn

  queue = {
    arn                 = module.processing_jobs.arn
    batch_size          = 10
    maximum_concurrency = var.tuning.maximum_concurrency
  }

  environment = merge(var.events.consumer_settings, {
    QUEUE_URL           = module.processing_jobs.url
    MAX_RECEIVE_COUNT   = module.processing_jobs.max_receive_count
    RETRY_DELAY_SECONDS = var.tuning.retry_delay_seconds
  })
}

data "aws_iam_policy_document" "post_processing" {
  statement {
    sid       = "AnswerTheMachine"
    actions   = ["states:SendTaskSuccess", "states:SendTaskFailure"]
    resources = [var.tuning.machine_of_task_tokens_known ? local.machine_arn : "*"]
  }

  statement {
    sid       = "BackOff"
    actions   = ["sqs:ChangeMessageVisibility"]
    resources = [module.processing_jobs.arn]
  }

  source_policy_documents = [var.events.consumer_policy]
}
