locals {
  # In the order of the data: title, statistic, metrics.
  event_graphs = [
    ["Buses: events that matched a rule", "Sum",
      [for bus in var.events.buses : ["AWS/Events", "MatchedEvents", "EventBusName", bus]],
    ],
    ["Event rules: triggered", "Sum",
      [for rule in var.events.rules : ["AWS/Events", "TriggeredRules", "EventBusName", rule.bus, "RuleName", rule.rule]],
    ],
    ["Event rules: targets called", "Sum",
      [for rule in var.events.rules : ["AWS/Events", "Invocations", "EventBusName", rule.bus, "RuleName", rule.rule]],
    ],
    ["Event rules: failed and held back", "Sum", concat(
      [for rule in var.events.rules : ["AWS/Events", "FailedInvocations", "EventBusName", rule.bus, "RuleName", rule.rule]],
      [for rule in var.events.rules : ["AWS/Events", "ThrottledRules", "EventBusName", rule.bus, "RuleName", rule.rule]],
    )],
    ["Event queues, outbox and quarantine: waiting", "Maximum",
      [for queue in var.events.queues : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]],
    ],
    ["Event queues: age of the oldest message (s)", "Maximum",
      [for queue in var.events.queues : ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queue]],
    ],
    ["Event dead-letter queues: messages", "Maximum",
      [for queue in var.events.dlqs : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue]],
    ],
    ["Event functions: duration (ms, p95)", "p95",
      [for name in var.events.functions : ["AWS/Lambda", "Duration", "FunctionName", name]],
    ],
    ["Event functions: errors and throttles", "Sum", concat(
      [for name in var.events.functions : ["AWS/Lambda", "Errors", "FunctionName", name]],
      [for name in var.events.functions : ["AWS/Lambda", "Throttles", "FunctionName", name]],
    )],
    ["Event tables: capacity consumed", "Sum", concat(
      [for table in var.events.tables : ["AWS/DynamoDB", "ConsumedReadCapacityUnits", "TableName", table]],
      [for table in var.events.tables : ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", table]],
    )],
    ["Media topics: delivered and failed", "Sum", flatten([
      for topic in var.events.topics : [
        for metric in ["NumberOfNotificationsDelivered", "NumberOfNotificationsFailed"] : { metric = ["AWS/SNS", metric, "TopicName", topic] }
      ]
    ])[*].metric],
    ["Events published, and kept in the outbox, by type", "Sum",
      [for name in ["EventsPublished", "EventsToOutbox"] : [{ expression = "SEARCH('{${local.own},event_type,service} MetricName=\"${name}\"', 'Sum', 300)" }]],
    ],
    ["Events handled, seen before and quarantined, by consumer and type", "Sum",
      [for name in ["EventsHandled", "EventsDuplicate", "EventsQuarantined"] : [{ expression = "SEARCH('{${local.own},event_type,service} MetricName=\"${name}\"', 'Sum', 300)" }]],
    ],
    ["Post-processing: executions", "Sum",
      [for metric in ["ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut"] : ["AWS/States", metric, "StateMachineArn", var.events.state_machine]],
    ],
  ]

  # The functions' own metrics.
  event_searches = [
    ["Audit: events copied, objects written", "Sum", ["EventsCopied", "AuditObjectsWritten"]],
  ]
}
