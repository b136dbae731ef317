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

override_resource {
  target = module.audit_queue.aws_sqs_queue.this
  values = { arn = "arn:aws:sqs:eu-west-1:123456789012:event-audit-dev" }
}

override_resource {
  target = module.outbox_queue.aws_sqs_queue.this
  values = { arn = "arn:aws:sqs:eu-west-1:123456789012:event-outbox-dev" }
}

override_resource {
  target = module.audit_bucket.aws_s3_bucket.this
  values = { arn = "arn:aws:s3:::almanac-audit-dev-12345678" }
}

# The functions need built zips; what they promise is tested in their own module.
override_module {
  target  = module.audit
  outputs = { name = "event-audit-dev" }
}

override_module {
  target  = module.outbox
  outputs = { name = "event-outbox-dev" }
}

variables {
  name_prefix   = ""
  stage         = "dev"
  functions_dir = "tests"
  log_level     = "INFO"
  alerts        = { topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev", key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1" }
  buses = {
    cost      = { name = "cost-bus-dev", audit_rule_name = "cost-bus-dev-audit", audit_rule_arn = "arn:aws:events:eu-west-1:123456789012:rule/cost-bus-dev/cost-bus-dev-audit" }
    media     = { name = "MediaDownloaderEvents", audit_rule_name = "MediaDownloaderEvents-audit", audit_rule_arn = "arn:aws:events:eu-west-1:123456789012:rule/MediaDownloaderEvents/MediaDownloaderEvents-audit" }
    schedules = { name = "schedule-events-dev", audit_rule_name = "schedule-events-dev-audit", audit_rule_arn = "arn:aws:events:eu-west-1:123456789012:rule/schedule-events-dev/schedule-events-dev-audit" }
  }
  tuning = {
    timeout_seconds      = 60
    visibility_seconds   = 360
    retry_delay_seconds  = 30
    maximum_concurrency  = 10
    audit_window_seconds = 60
    audit_retention_days = 400
  }
}

run "copies_keeps_and_remembers_events" {
  assert {
    condition     = [module.audit_queue.name, module.audit_queue.dlq_name, module.outbox_queue.name, module.outbox_queue.dlq_name, module.quarantine.name, aws_dynamodb_table.handled.name] == ["event-audit-dev", "event-audit-dlq-dev", "event-outbox-dev", "event-outbox-dlq-dev", "event-quarantine-dev", "handled_events-dev"]
    error_message = "The documented names hold."
  }

  # Audit.
  assert {
    condition     = startswith(module.audit_bucket.name, "almanac-audit-dev-") && module.audit_bucket.behaviour.expiries.old-events.days == 400 && module.audit_bucket.behaviour.expiries.old-events.prefix == "events/" && module.audit_bucket.behaviour.tls_only && !module.audit_bucket.behaviour.force_destroy
    error_message = "Copies are kept as long as asked, in a bucket of their own."
  }
  assert {
    condition = local.audit_rules == {
      AuditRuleOfCostBus      = { service = "events.amazonaws.com", source_arn = var.buses.cost.audit_rule_arn }
      AuditRuleOfMediaBus     = { service = "events.amazonaws.com", source_arn = var.buses.media.audit_rule_arn }
      AuditRuleOfSchedulesBus = { service = "events.amazonaws.com", source_arn = var.buses.schedules.audit_rule_arn }
    }
    error_message = "The audit rule of each bus, and nobody else, may fill the queue."
  }
  assert {
    condition     = { for s in data.aws_iam_policy_document.audit.statement : s.sid => "${join(",", s.actions)} ${join(",", s.resources)}" } == { WriteCopies = "s3:PutObject ${module.audit_bucket.arn}/events/*", BackOff = "sqs:ChangeMessageVisibility ${module.audit_queue.arn}" }
    error_message = "The audit writes copies, and reads and deletes none."
  }
  assert {
    condition = alltrue([
      aws_cloudwatch_metric_alarm.audit_silent.treat_missing_data == "notBreaching",
      aws_cloudwatch_metric_alarm.audit_silent.evaluation_periods == 3,
      aws_cloudwatch_metric_alarm.audit_silent.alarm_actions == toset([var.alerts.topic_arn]),
      strcontains(aws_cloudwatch_metric_alarm.audit_silent.alarm_description, "docs/runbooks/audit-silent.md"),
      one([for q in aws_cloudwatch_metric_alarm.audit_silent.metric_query : q.expression if q.id == "missing"]) == "IF(FILL(copied, 0) == 0, FILL(cost, 0) + FILL(media, 0) + FILL(schedules, 0), 0)",
    ])
    error_message = "Three hours in which events cross a bus and none is copied are noticed; hours without events are not."
  }

  # Catalog.
  assert {
    condition     = [for k in aws_glue_catalog_table.events.partition_keys : k.name] == ["bus", "dt", "hour"] && aws_glue_catalog_table.events.storage_descriptor[0].location == "s3://${module.audit_bucket.name}/events/"
    error_message = "Copies are partitioned by bus, day and hour."
  }
  assert {
    condition     = aws_glue_catalog_table.events.parameters["projection.enabled"] == "true" && aws_glue_catalog_table.events.parameters["projection.bus.values"] == "cost-bus-dev,MediaDownloaderEvents,schedule-events-dev" && aws_glue_catalog_table.events.parameters["storage.location.template"] == "s3://${module.audit_bucket.name}/events/bus=$${bus}/dt=$${dt}/hour=$${hour}/" && aws_glue_catalog_table.events.parameters["projection.hour.digits"] == "2"
    error_message = "Partitions are worked out, of all buses, as the function names its objects."
  }
  assert {
    condition     = aws_glue_catalog_table.events.storage_descriptor[0].ser_de_info[0].parameters["mapping.detail_type"] == "detail-type" && contains([for c in aws_glue_catalog_table.events.storage_descriptor[0].columns : "${c.name} ${c.type}"], "detail string")
    error_message = "The detail type has a name that SQL takes, and the detail stays JSON."
  }

  # Outbox.
  assert {
    condition     = module.outbox_queue.max_receive_count == 10 && [for s in data.aws_iam_policy_document.outbox.statement : toset(s.resources) if s.sid == "PublishEvents"] == [toset(["arn:aws:events:eu-west-1:123456789012:event-bus/cost-bus-dev", "arn:aws:events:eu-west-1:123456789012:event-bus/MediaDownloaderEvents", "arn:aws:events:eu-west-1:123456789012:event-bus/schedule-events-dev"])]
    error_message = "The outbox tries for long, and publishes to all buses."
  }

  # Handled events.
  assert {
    condition     = aws_dynamodb_table.handled.deletion_protection_enabled && aws_dynamodb_table.handled.point_in_time_recovery[0].enabled && [for t in aws_dynamodb_table.handled.ttl : "${t.attribute_name} ${t.enabled}"] == ["expires true"] && aws_dynamodb_table.handled.hash_key == "consumer" && aws_dynamodb_table.handled.range_key == "handled" && module.table_alarms.watched == toset(["handled"])
    error_message = "Handled events are remembered per consumer, forgotten in time, protected and watched."
  }
  assert {
    condition     = [for s in data.aws_iam_policy_document.consume.statement : s.resources] == [toset([aws_dynamodb_table.handled.arn]), toset([module.quarantine.arn])]
    error_message = "What every consumer may do is about the handled events and the quarantine."
  }
  assert {
    condition = alltrue(flatten([for d in [data.aws_iam_policy_document.audit, data.aws_iam_policy_document.outbox, data.aws_iam_policy_document.consume] :
    [for s in d.statement : s.effect != "Deny" && !contains(s.resources, "*") && alltrue([for a in s.actions : !strcontains(a, "*")])]]))
    error_message = "No function is granted a wildcard action or every resource."
  }
}

run "refuses_to_forget_copies_that_the_archive_still_has" {
  command         = plan
  expect_failures = [var.tuning]

  variables {
    tuning = {
      timeout_seconds      = 60
      visibility_seconds   = 30
      retry_delay_seconds  = 30
      maximum_concurrency  = 10
      audit_window_seconds = 301
      audit_retention_days = 30
    }
  }
}
