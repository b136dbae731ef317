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
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-west-1:123456789012:cost-alerts-dev" }
  }
}

override_resource {
  target = module.queue.aws_sqs_queue.this
  values = { arn = "arn:aws:sqs:eu-west-1:123456789012:cur-processing-queue-dev" }
}

override_resource {
  target = module.delivery_dlq.aws_sqs_queue.this
  values = { arn = "arn:aws:sqs:eu-west-1:123456789012:cur-delivery-dlq-dev" }
}

# The functions need built zips; what they promise is tested in their own module.
override_module {
  target  = module.parser
  outputs = { name = "etl-aws-cur-parser-dev" }
}

override_module {
  target  = module.publish
  outputs = { name = "cur-publish-dev" }
}

override_module {
  target  = module.cleanup
  outputs = { name = "cur-cleanup-dev", arn = "arn:aws:lambda:eu-west-1:123456789012:function:cur-cleanup-dev" }
}

override_data {
  target = data.aws_organizations_organization.this
  values = { accounts = [{ id = "111122223333", name = "from the organisation" }, { id = "444455556666", name = "overruled" }] }
}

variables {
  name_prefix      = ""
  stage            = "dev"
  functions_dir    = "tests"
  log_level        = "INFO"
  bus              = { name = "cost-optimizer-event-bus-dev", arn = "arn:aws:events:eu-west-1:123456789012:event-bus/cost-optimizer-event-bus-dev" }
  outbox           = { url = "https://sqs.eu-west-1.amazonaws.com/123456789012/event-outbox-dev", arn = "arn:aws:sqs:eu-west-1:123456789012:event-outbox-dev" }
  alerts           = { topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev", key_arn = "arn:aws:kms:eu-west-1:123456789012:key/1" }
  expected_reports = [{ report = "monthly.csv.gz", hours = 48 }]
  tuning = {
    timeout_seconds        = 300
    visibility_seconds     = 1800
    heartbeat_seconds      = 60
    retry_delay_seconds    = 30
    maximum_concurrency    = 50
    memory_mb              = 2048
    max_line_bytes         = 16777216
    max_uncompressed_bytes = 107374182400
  }
}

run "carries_reports_safely_from_bucket_to_tables" {
  # Names that people paste from the documents.
  assert {
    condition     = { for name, table in aws_glue_catalog_table.pointers : name => table.storage_descriptor[0].location } == { live_deliveries = "s3://${module.curated.name}/live/", shadow_deliveries = "s3://${module.curated.name}/shadow/" }
    error_message = "What counts and what is kept out of the totals must be two tables, over two folders."
  }

  assert {
    condition     = startswith(module.landing.name, "costlake-dev-") && startswith(module.curated.name, "costlake-curated-dev-") && length(local.suffix) == 8
    error_message = "Buckets are named costlake-<stage>-<8 hex digits>."
  }
  assert {
    condition     = [aws_dynamodb_table.cost_daily.name, aws_dynamodb_table.ledger.name, module.queue.name, module.queue.dlq_name, module.publish_queue.name, module.publish_queue.dlq_name, module.delivery_dlq.name, module.cost_alerts.name] == ["cost_daily_dev", "cur_ledger_dev", "cur-processing-queue-dev", "cur-processing-dlq-dev", "cur-publish-queue-dev.fifo", "cur-publish-dlq-dev.fifo", "cur-delivery-dlq-dev", "cost-alerts-dev"]
    error_message = "The documented names hold."
  }

  # Silence.
  assert {
    condition = alltrue([
      aws_cloudwatch_metric_alarm.silent["monthly.csv.gz"].treat_missing_data == "breaching",
      aws_cloudwatch_metric_alarm.silent["monthly.csv.gz"].evaluation_periods * aws_cloudwatch_metric_alarm.silent["monthly.csv.gz"].period == 48 * 3600,
      aws_cloudwatch_metric_alarm.silent["monthly.csv.gz"].dimensions == tomap({ service = "cur-publish-dev", report = "monthly.csv.gz" }),
      contains(aws_cloudwatch_metric_alarm.silent["monthly.csv.gz"].alarm_actions, var.alerts.topic_arn),
      strcontains(aws_cloudwatch_metric_alarm.silent["monthly.csv.gz"].alarm_description, "docs/runbooks/report-silent.md"),
    ])
    error_message = "A report that is expected and does not come rings an alarm."
  }

  # Landing and curated buckets; what every bucket promises is tested in its own module.
  assert {
    condition     = jsonencode(module.landing.behaviour) == jsonencode({ versioned = true, sends_events = true, tls_only = true, policy_documents = [], force_destroy = false, expiries = { replaced-versions = { prefix = null, days = null, replaced_days = 90 } } })
    error_message = "Landed reports are versioned, every change is an event, no rule touches a current version, and nobody else may deliver."
  }
  assert {
    condition     = jsonencode(module.curated.behaviour) == jsonencode({ versioned = false, sends_events = false, tls_only = true, policy_documents = [], force_destroy = false, expiries = { query-results = { prefix = "athena-results/", days = 30, replaced_days = null } } })
    error_message = "Of the curated bucket only query results grow old."
  }
  assert {
    condition     = !aws_athena_workgroup.almanac.force_destroy
    error_message = "A destroy does not take queries with it unless told otherwise."
  }

  # Rule and its target.
  assert {
    condition     = jsondecode(module.landed_rule.behaviour.pattern) == { source = ["aws.s3"], detail-type = ["Object Created", "Object Deleted"], detail = { bucket = { name = [module.landing.name] } } }
    error_message = "The rule takes creations and deletions of the landing bucket, and nothing else."
  }
  assert {
    condition     = module.landed_rule.behaviour.bus_name == "default" && module.landed_rule.behaviour.target_arn == module.queue.arn && module.landed_rule.behaviour.dlq_arn == module.delivery_dlq.arn && module.landed_rule.behaviour.max_age_seconds == 86400
    error_message = "What the rule cannot deliver is retried for a day and then kept."
  }
  assert {
    condition     = module.landed_rule.behaviour.input_template == null
    error_message = "The whole event travels."
  }
  assert {
    condition     = module.landed_rule.arn == "arn:aws:events:eu-west-1:123456789012:rule/${module.landed_rule.name}"
    error_message = "The queues let this very rule send."
  }

  # Tables.
  assert {
    condition     = alltrue([for t in [aws_dynamodb_table.ledger, aws_dynamodb_table.cost_daily] : t.deletion_protection_enabled && t.point_in_time_recovery[0].enabled && t.billing_mode == "PAY_PER_REQUEST" && !anytrue([for x in t.ttl : x.enabled == true])])
    error_message = "Tables are protected from deletion, can be restored to any second, and forget nothing."
  }
  assert {
    condition     = [aws_dynamodb_table.ledger.hash_key, aws_dynamodb_table.ledger.range_key, aws_dynamodb_table.cost_daily.hash_key, aws_dynamodb_table.cost_daily.range_key] == ["pk", "sk", "usage_date", "dimension_key"]
    error_message = "The keys are the documented ones."
  }
  assert {
    condition = toset([for i in setunion(aws_dynamodb_table.ledger.global_secondary_index, aws_dynamodb_table.cost_daily.global_secondary_index) : "${i.name}:${i.hash_key}:${i.range_key}:${i.projection_type}"]) == toset([
      "kind-index:kind:updated_at:ALL", "account-date-index:account_id:usage_date:ALL", "service-date-index:service_code:usage_date:ALL",
    ])
    error_message = "The indexes are the documented ones."
  }

  # Permissions.
  assert {
    condition = alltrue(flatten([for d in [data.aws_iam_policy_document.parser, data.aws_iam_policy_document.publish, data.aws_iam_policy_document.tell, data.aws_iam_policy_document.cleanup] :
    [for s in d.statement : s.effect != "Deny" && !contains(s.resources, "*") && alltrue([for a in s.actions : !strcontains(a, "*")])]]))
    error_message = "No function is granted a wildcard action or every resource."
  }
  assert {
    condition = alltrue(flatten([for d in [data.aws_iam_policy_document.parser, data.aws_iam_policy_document.publish] :
    [for s in d.statement : [for a in s.actions : !startswith(a, "s3:Put") || !strcontains(join(" ", s.resources), module.landing.arn)]]]))
    error_message = "No function writes into the landing bucket."
  }
  assert {
    condition = alltrue([for d in [data.aws_iam_policy_document.parser, data.aws_iam_policy_document.publish] :
    d.source_policy_documents == tolist([data.aws_iam_policy_document.tell.json])])
    error_message = "Both functions may tell people and the bus."
  }
  assert {
    condition     = one([for s in data.aws_iam_policy_document.tell.statement : s if s.sid == "EncryptAlerts"]).resources == toset([var.alerts.key_arn]) && one([for s in data.aws_iam_policy_document.tell.statement : s if s.sid == "PublishEvents"]).resources == toset([var.bus.arn]) && one([for s in data.aws_iam_policy_document.tell.statement : s if s.sid == "KeepUnsentEvents"]).resources == toset([var.outbox.arn])
    error_message = "Telling means the topic key, the cost bus and the outbox, and no other."
  }

  # Cleaning.
  assert {
    condition     = module.cleanup_rule.behaviour.schedule == "rate(1 day)" && module.cleanup_rule.name == "cur-cleanup-daily-dev" && module.cleanup_rule.behaviour.target_arn == module.cleanup.arn && module.cleanup_rule.arn == "arn:aws:events:eu-west-1:123456789012:rule/${module.cleanup_rule.name}"
    error_message = "The cleanup runs once a day, started by this very rule."
  }
  assert {
    condition     = module.cleanup_rule.behaviour.dlq_arn == module.delivery_dlq.arn && module.cleanup_rule.behaviour.max_age_seconds == 21600
    error_message = "What the rule cannot deliver is retried and then kept."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.cleanup_silent.metric_name == "CleanupsDone" && aws_cloudwatch_metric_alarm.cleanup_silent.dimensions == tomap({ service = "cur-cleanup-dev" }) && aws_cloudwatch_metric_alarm.cleanup_silent.evaluation_periods * aws_cloudwatch_metric_alarm.cleanup_silent.period == 3 * 86400 && strcontains(aws_cloudwatch_metric_alarm.cleanup_silent.alarm_description, "docs/runbooks/cleanup-silent.md")
    error_message = "Three days without a run that succeeded are noticed."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.cleanup_silent.treat_missing_data == "missing" && aws_cloudwatch_metric_alarm.cleanup_silent.insufficient_data_actions == toset([var.alerts.topic_arn]) && aws_cloudwatch_metric_alarm.cleanup_silent.alarm_actions == toset([var.alerts.topic_arn])
    error_message = "Silence after a run acts; silence before the first one does not."
  }
  assert {
    condition     = one([for s in data.aws_iam_policy_document.cleanup.statement : s if s.sid == "DeleteFiles"]).resources == toset(["${module.curated.arn}/focus/*", "${module.curated.arn}/aggregates/*"]) && toset(one(one([for s in data.aws_iam_policy_document.cleanup.statement : s if s.sid == "FindFiles"]).condition).values) == toset(["focus/*", "aggregates/*"])
    error_message = "It sees and deletes curated files and their sums, and neither pointers nor reports."
  }
  assert {
    condition     = [for s in data.aws_iam_policy_document.cleanup.statement : s.resources if s.sid == "DropPartition"] == [toset(local.focus_table_arns)] && [for s in data.aws_iam_policy_document.cleanup.statement : s.resources if s.sid == "FindReplacedDeliveries"] == [toset(["${aws_dynamodb_table.ledger.arn}/index/kind-index"])]
    error_message = "It drops partitions of one table, and looks through one index."
  }

  # Account names.
  assert {
    condition     = aws_s3_object.account_names.key == "config/account-names.json" && aws_s3_object.account_names.content == "{}" && one([for s in data.aws_iam_policy_document.publish.statement : s if s.sid == "ReadAccountNames"]).resources == toset(["${module.curated.arn}/config/account-names.json"])
    error_message = "By default no account has a name, and the publisher reads that one object."
  }

  # Catalog.
  assert {
    condition     = [for k in aws_glue_catalog_table.focus_parts.partition_keys : k.name] == ["report", "billing_period", "delivery"] && aws_glue_catalog_table.focus_parts.storage_descriptor[0].location == "s3://${module.curated.name}/focus/"
    error_message = "Curated files are partitioned by report, billing period and delivery."
  }
  assert {
    condition     = alltrue([for c in aws_glue_catalog_table.focus_parts.storage_descriptor[0].columns : c.type == "decimal(38,18)" if endswith(c.name, "cost") || c.name == "consumedquantity"]) && alltrue([for c in aws_glue_catalog_table.focus_parts.storage_descriptor[0].columns : c.name == lower(c.name)])
    error_message = "Money is DECIMAL(38,18), and names are lower case."
  }
  assert {
    condition     = aws_athena_workgroup.almanac.configuration[0].enforce_workgroup_configuration && aws_athena_workgroup.almanac.configuration[0].bytes_scanned_cutoff_per_query == 107374182400 && aws_athena_workgroup.almanac.configuration[0].result_configuration[0].output_location == "s3://${module.curated.name}/athena-results/" && aws_athena_workgroup.almanac.configuration[0].result_configuration[0].encryption_configuration[0].encryption_option == "SSE_S3"
    error_message = "Queries are bounded and their results encrypted in the place that is cleaned up."
  }

  assert {
    condition     = toset([for key in keys(aws_athena_named_query.offered) : "${key}.sql"]) == fileset("queries", "*") && alltrue([for q in values(aws_athena_named_query.offered) : q.workgroup == aws_athena_workgroup.almanac.name && q.database == aws_glue_catalog_database.cost.name])
    error_message = "Every query file is offered in the workgroup."
  }
  assert {
    condition     = alltrue([for q in values(aws_athena_named_query.offered) : startswith(q.query, "-- ") && strcontains(q.query, "JOIN live_deliveries") && strcontains(q.query, "billingcurrency")])
    error_message = "Every query says what it answers, counts live deliveries only, and keeps currencies apart."
  }

  # Alarms.
  assert {
    condition     = toset([for rule in [module.landed_rule, module.cleanup_rule] : rule.behaviour.alarm_topic_arn]) == toset([var.alerts.topic_arn])
    error_message = "The rules' alarms act."
  }
  assert {
    condition     = module.landed_rule.name == "cur-landed-dev" && module.table_alarms.watched == toset(["cost_daily", "ledger"])
    error_message = "Both rules and both tables are watched."
  }
}

run "lets_the_payers_named_deliver_and_nobody_else" {
  variables {
    payer_account_ids = ["111122223333", "444455556666"]
    data_exports = {
      daily-costs = { table = "focus-1.2", prefix = "exports", format = "csv", overwrite = true, granularity = "DAILY", split_cost_allocation = false }
    }
  }

  assert {
    condition     = module.landing.behaviour.policy_documents == tolist([one(data.aws_iam_policy_document.deliveries).json]) && [for s in one(data.aws_iam_policy_document.deliveries).statement : s.sid] == ["AwsDeliversReports", "PayersReplicateReports"]
    error_message = "The landing bucket carries the policy, of these two statements."
  }
  assert {
    condition = alltrue([for s in one(data.aws_iam_policy_document.deliveries).statement :
    s.effect != "Deny" && s.resources == toset([local.landing_arn, "${local.landing_arn}/*"]) && local.landing_arn == "arn:aws:s3:::${module.landing.name}"])
    error_message = "It is about this bucket and its objects."
  }
  assert {
    condition     = one(data.aws_iam_policy_document.deliveries).statement[0].actions == toset(["s3:PutObject", "s3:GetBucketPolicy", "s3:GetBucketAcl"]) && one(data.aws_iam_policy_document.deliveries).statement[1].actions == toset(["s3:ReplicateObject", "s3:ReplicateTags", "s3:ObjectOwnerOverrideToBucketOwner", "s3:GetBucketVersioning"])
    error_message = "AWS writes, and checks policy and owner; payers replicate, and neither delete nor switch versions off."
  }
  assert {
    condition = toset([for p in one(data.aws_iam_policy_document.deliveries).statement[*].principals : jsonencode(p)]) == toset([
      jsonencode([{ identifiers = ["bcm-data-exports.amazonaws.com", "billingreports.amazonaws.com"], type = "Service" }]),
      jsonencode([{ identifiers = ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root"], type = "AWS" }]),
    ])
    error_message = "The billing services and the payers named are let in; this account's own role is not needed."
  }
  assert {
    condition = toset([for c in one(data.aws_iam_policy_document.deliveries).statement[0].condition : jsonencode([c.test, c.variable, sort(c.values)])]) == toset([
      jsonencode(["StringEquals", "aws:SourceAccount", ["111122223333", "123456789012", "444455556666"]]),
      jsonencode(["ArnLike", "aws:SourceArn", sort(flatten([for id in ["111122223333", "123456789012", "444455556666"] : ["arn:aws:bcm-data-exports:us-east-1:${id}:export/*", "arn:aws:cur:us-east-1:${id}:definition/*"]]))]),
    ])
    error_message = "AWS delivers for exports and reports of the payers and, as there is an export of it, of this account only."
  }
  assert {
    condition = [for c in one(data.aws_iam_policy_document.deliveries).statement[1].condition : jsonencode([c.test, c.variable, sort(c.values)])] == [
      jsonencode(["ArnEquals", "aws:PrincipalArn", ["arn:aws:iam::111122223333:role/almanac-report-replication", "arn:aws:iam::444455556666:role/almanac-report-replication"]])
    ]
    error_message = "Of a payer, its replication role alone is let in."
  }
  assert {
    condition     = keys(module.data_export) == ["daily-costs"]
    error_message = "The export named is made."
  }
}

run "replicates_nothing_from_this_account" {
  command = plan

  variables {
    payer_account_ids = ["123456789012"]
  }

  assert {
    condition     = [for s in one(data.aws_iam_policy_document.deliveries).statement : s.sid] == ["AwsDeliversReports"]
    error_message = "This account's own reports come straight into the bucket."
  }
}

run "refuses_what_is_no_account_number" {
  command         = plan
  expect_failures = [var.payer_account_ids]

  variables {
    payer_account_ids = ["1234"]
  }
}

run "refuses_a_shadow_prefix_that_is_two" {
  command = plan

  variables {
    shadow_report_prefixes = ["exports/focus/,exports/old/"]
  }

  expect_failures = [var.shadow_report_prefixes]
}

run "refuses_to_listen_to_a_report_twice" {
  command         = plan
  expect_failures = [var.expected_reports]

  variables {
    expected_reports = [{ report = "monthly.csv.gz", hours = 48 }, { report = "monthly.csv.gz", hours = 24 }]
  }
}

run "refuses_more_prefixes_than_a_lambda_can_be_told" {
  command         = plan
  expect_failures = [var.shadow_report_prefixes]

  variables {
    shadow_report_prefixes = [for number in range(100, 400) : "exports/${number}/"]
  }
}

# What the functions themselves refuse at their start: functions/*/handler.ts.
run "refuses_a_heartbeat_that_the_functions_refuse" {
  command         = plan
  expect_failures = [var.tuning]

  variables {
    tuning = merge(var.tuning, { heartbeat_seconds = 2 })
  }
}

run "takes_account_names_from_the_organisation_below_those_given" {
  command = plan

  variables {
    account_names                   = { "444455556666" = "payments" }
    account_names_from_organization = true
  }

  assert {
    condition     = jsondecode(aws_s3_object.account_names.content) == { "111122223333" = "from the organisation", "444455556666" = "payments" }
    error_message = "A name given by hand wins."
  }
}

run "refuses_to_clean_at_once_and_names_of_no_account" {
  command         = plan
  expect_failures = [var.curated_retention_days, var.account_names]

  variables {
    curated_retention_days = 0
    account_names          = { payments = "payments" }
  }
}

run "joins_in_the_view_what_counts" {
  command = plan

  assert {
    condition     = jsondecode(base64decode(split(" ", one(aws_glue_catalog_table.focus).view_original_text)[3])).originalSql == "SELECT ${join(", ", [for name in one(aws_glue_catalog_table.focus).storage_descriptor[0].columns[*].name : "part.${name}"])}\nFROM focus_parts AS part\nJOIN live_deliveries AS live\n  ON part.report = live.report AND part.billing_period = live.billing_period AND part.delivery = live.delivery\n"
    error_message = "The view must join every column of focus_parts with the live deliveries."
  }

  assert {
    condition     = join(",", jsondecode(base64decode(split(" ", one(aws_glue_catalog_table.focus).view_original_text)[3])).columns[*].name) == join(",", one(aws_glue_catalog_table.focus).storage_descriptor[0].columns[*].name) && contains(jsondecode(base64decode(split(" ", one(aws_glue_catalog_table.focus).view_original_text)[3])).columns, { name = "billedcost", type = "decimal(38,18)" })
    error_message = "The view's own columns must be those of its table, in Trino's types."
  }
}

run "makes_no_view_where_athena_has_none" {
  command = plan

  variables {
    athena_views = false
  }

  assert {
    condition     = length(aws_glue_catalog_table.focus) == 0
    error_message = "athena_views = false must leave the view out."
  }
}
