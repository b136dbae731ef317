locals {
  # In the order of the data: title, statistic, metrics.
  cur_graphs = [
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
  cur_searches = [
    ["Reports: files parsed and failed, deliveries published", "Sum", ["FilesParsed", "FilesFailed", "DeliveriesPublished"]],
    ["Reports: rows", "Sum", ["RowsParsed"]],
    ["Reports: bytes", "Sum", ["BytesParsed"]],
    ["Reports: rows per second", "Average", ["RowsPerSecond"]],
    ["Publishing: writes", "Sum", ["PublishWrites"]],
    ["Lake: deliveries cleaned, files deleted", "Sum", ["DeliveriesCleaned", "ObjectsDeleted"]],
    ["Lake: bytes freed", "Sum", ["BytesFreed"]],
    ["From S3 event to published (s)", "Maximum", ["SecondsToPublished"]],
  ]
}
