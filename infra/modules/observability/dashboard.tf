resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = local.widgets })
}

locals {
  own      = "Almanac" # namespace of the functions' own metrics, dimension "service"
  services = join(" OR ", [for name in var.cur.functions : "\"${name}\""])

  # In the order of the data: title, unit of the axis, statistic, metrics.
  graphs = [
    ["Rule: S3 events matched and failed", "Sum", concat(
      [for metric in ["TriggeredRules", "Invocations", "FailedInvocations", "ThrottledRules"] : ["AWS/Events", metric, "RuleName", var.cur.rule]],
    )],
    ["Queues: waiting and in flight", "Maximum", concat(
      [for queue in var.cur.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]],
      [for queue in var.cur.queues : ["AWS/SQS", "ApproximateNumberOfMessagesNotVisible", "QueueName", queue]],
    )],
    ["Queues: age of the oldest message (s)", "Maximum",
      [for queue in var.cur.queues : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue]],
    ],
    ["Dead-letter queues: messages", "Maximum",
      [for queue in var.cur.dlqs : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]],
    ],
    ["Functions: duration (ms, p95)", "p95",
      [for name in var.cur.functions : ["AWS/Lambda", "Duration", "FunctionName", name]],
    ],
    ["Functions: errors and throttles", "Sum", concat(
      [for name in var.cur.functions : ["AWS/Lambda", "Errors", "FunctionName", name]],
      [for name in var.cur.functions : ["AWS/Lambda", "Throttles", "FunctionName", name]],
    )],
    ["Functions: running at once", "Maximum",
      [for name in var.cur.functions : ["AWS/Lambda", "ConcurrentExecutions", "FunctionName", name]],
    ],
    ["Tables: capacity consumed", "Sum", concat(
      [for table in var.cur.tables : ["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", table]],
      [for table in var.cur.tables : ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", table]],
    )],
    ["Tables: throttled requests", "Sum", concat(
      [for table in var.cur.tables : ["AWS/DynamoDB", "ReadThrottleEvents", "TableName", table]],
      [for table in var.cur.tables : ["AWS/DynamoDB", "WriteThrottleEvents", "TableName", table]],
    )],
    ["Alerts: delivered and failed", "Sum",
      [for metric in ["NumberOfMessagesPublished", "NumberOfNotificationsDelivered", "NumberOfNotificationsFailed"] : ["AWS/SNS", metric, "TopicName", var.cur.topic]],
    ],
  ]

  # The functions' own metrics: found by name, whatever service wrote them.
  searches = [
    ["Reports: files parsed and failed, deliveries published", "Sum", ["FilesParsed", "FilesFailed", "DeliveriesPublished"]],
    ["Reports: rows", "Sum", ["RowsParsed"]],
    ["Reports: bytes", "Sum", ["BytesParsed"]],
    ["Reports: rows per second", "Average", ["RowsPerSecond"]],
    ["Publishing: writes", "Sum", ["PublishWrites"]],
    ["Lake: deliveries cleaned, files deleted", "Sum", ["DeliveriesCleaned", "ObjectsDeleted"]],
    ["Lake: bytes freed", "Sum", ["BytesFreed"]],
    ["From S3 event to published (s)", "Maximum", ["SecondsToPublished"]],
  ]

  contents = concat(
    [for graph in local.graphs : { title = graph[0], stat = graph[1], metrics = graph[2] }],
    [for search in local.searches : {
      title   = search[0]
      stat    = search[1]
      metrics = [for name in search[2] : [{ expression = "SEARCH('{${local.own},service} MetricName=\"${name}\" service=(${local.services})', '${search[1]}', 300)" }]]
    }],
  )

  widgets = [for index, content in local.contents : {
    type   = "metric"
    x      = index % 3 * 8
    y      = floor(index / 3) * 6
    width  = 8
    height = 6
    properties = {
      title   = content.title
      region  = var.region
      stat    = content.stat
      period  = 300
      view    = "timeSeries"
      metrics = content.metrics
    }
  }]
}
