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
    events = {
      buses         = ["MediaDownloaderEvents"]
      rules         = [{ bus = "MediaDownloaderEvents", rule = "media-notify-dev" }]
      queues        = ["media-file-status-dev", "event-outbox-dev", "event-quarantine-dev"]
      dlqs          = ["media-notify-dlq-dev"]
      functions     = ["media-notify-dev", "event-audit-dev"]
      tables        = ["media_files-dev"]
      topics        = ["media-notifications-dev"]
      state_machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:media-post-processing-dev"
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
  assert {
    condition = length(setsubtract(
      concat(var.events.buses, var.events.queues, var.events.dlqs, var.events.functions, var.events.tables, var.events.topics, [var.events.state_machine]),
      flatten([for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [for m in w.properties.metrics : try(m[3], [])]])
    )) == 0
    error_message = "The dashboard shows everything that events travel through."
  }
  assert {
    condition = alltrue([for name in ["TriggeredRules", "Invocations", "FailedInvocations", "ThrottledRules"] :
    strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "[\"AWS/Events\",\"${name}\",\"EventBusName\",\"MediaDownloaderEvents\",\"RuleName\",\"media-notify-dev\"]")])
    error_message = "Each rule is measured by bus and name."
  }
  assert {
    condition     = strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "MetricName=\\\"EventsCopied\\\" service=(\\\"media-notify-dev\\\" OR \\\"event-audit-dev\\\")")
    error_message = "The dashboard shows what the functions of the events measure themselves."
  }
}
