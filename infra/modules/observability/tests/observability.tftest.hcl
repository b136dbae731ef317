mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

run "draws_every_step" {
  variables {
    name   = "almanac-dev"
    region = "eu-west-1"
    cur = {
      rule      = "cur-landed-dev"
      queues    = ["cur-processing-queue-dev", "cur-publish-queue-dev.fifo"]
      dlqs      = ["cur-processing-dlq-dev", "cur-publish-dlq-dev.fifo", "cur-delivery-dlq-dev"]
      functions = ["etl-aws-cur-parser-dev", "cur-publish-dev"]
      tables    = ["cur_ledger_dev", "cost_daily_dev"]
      topic     = "cost-alerts-dev"
    }
  }

  assert {
    condition = length(setsubtract(
      concat([var.cur.rule, var.cur.topic], var.cur.queues, var.cur.dlqs, var.cur.functions, var.cur.tables),
      flatten([for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [for m in w.properties.metrics : try(m[3], [])]])
    )) == 0
    error_message = "The dashboard shows every queue, function, table, rule and topic."
  }
  assert {
    condition = length(setsubtract(
      ["Invocations", "FailedInvocations", "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "Duration", "Errors", "ConcurrentExecutions", "ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents", "NumberOfNotificationsDelivered", "NumberOfNotificationsFailed"],
      flatten([for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [for m in w.properties.metrics : try(m[1], [])]])
    )) == 0
    error_message = "The dashboard shows depth, age, duration, errors, concurrency, capacity, throttles and deliveries."
  }
  assert {
    condition     = alltrue([for name in ["FilesParsed", "FilesFailed", "RowsParsed", "BytesParsed", "RowsPerSecond", "DeliveriesPublished", "PublishWrites", "SecondsToPublished", "DeliveriesCleaned", "ObjectsDeleted", "BytesFreed"] : strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "{Almanac,service} MetricName=\\\"${name}\\\" service=(\\\"etl-aws-cur-parser-dev\\\" OR \\\"cur-publish-dev\\\")")])
    error_message = "The dashboard shows what the functions of this stack measure themselves."
  }
  assert {
    condition     = length(distinct([for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : "${w.x},${w.y}"])) == length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets)
    error_message = "No graph covers another."
  }
}
