mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::reports" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/almanac-report-replication" }
  }
}

variables {
  landing = { bucket = "costlake-prod-0a1b2c3d", account_id = "123456789012" }
  report  = { name = "costs" }
}

run "replicates_what_aws_delivers" {
  # The report bucket.
  assert {
    condition     = module.reports.behaviour.versioned && module.reports.behaviour.tls_only && !module.reports.behaviour.force_destroy && module.reports.behaviour.policy_documents == tolist([data.aws_iam_policy_document.aws_delivers.json]) && local.bucket_arn == "arn:aws:s3:::${module.reports.name}"
    error_message = "The bucket keeps versions, refuses plain http, and carries the policy."
  }
  assert {
    condition     = jsonencode(module.reports.behaviour.expiries) == jsonencode({ replaced-versions = { prefix = null, days = null, replaced_days = 30 } })
    error_message = "Only what was replaced grows old."
  }
  assert {
    condition = [for s in data.aws_iam_policy_document.aws_delivers.statement : jsonencode([s.effect == "Deny", sort(s.actions), sort(s.resources), s.principals, toset([for c in s.condition : jsonencode([c.test, c.variable, c.values])])])] == [jsonencode([
      false,
      ["s3:GetBucketAcl", "s3:GetBucketPolicy", "s3:PutObject"],
      [local.bucket_arn, "${local.bucket_arn}/*"],
      [{ identifiers = ["billingreports.amazonaws.com"], type = "Service" }],
      toset([
        jsonencode(["StringEquals", "aws:SourceAccount", ["111122223333"]]),
        jsonencode(["ArnLike", "aws:SourceArn", ["arn:aws:cur:us-east-1:111122223333:definition/*"]]),
      ]),
    ])]
    error_message = "AWS delivers reports of this account, and nobody else does."
  }

  # Replication.
  assert {
    condition     = aws_s3_bucket_replication_configuration.to_landing.bucket == module.reports.name && aws_s3_bucket_replication_configuration.to_landing.role == aws_iam_role.replication.arn && aws_iam_role.replication.name == "almanac-report-replication"
    error_message = "The report bucket replicates, in the role that the stack lets in."
  }
  assert {
    condition = [for r in aws_s3_bucket_replication_configuration.to_landing.rule : jsonencode([r.status, r.filter[0].prefix, length(r.filter[0].and) + length(r.filter[0].tag), r.delete_marker_replication[0].status, r.destination[0].bucket, r.destination[0].account, r.destination[0].access_control_translation[0].owner])] == [
      jsonencode(["Enabled", null, 0, "Disabled", "arn:aws:s3:::costlake-prod-0a1b2c3d", "123456789012", "Destination"])
    ]
    error_message = "Everything goes to the landing bucket, which owns it then; deletions stay here."
  }
  assert {
    condition     = aws_iam_role.replication.assume_role_policy == data.aws_iam_policy_document.s3_assumes.json && one(one(data.aws_iam_policy_document.s3_assumes.statement).principals).identifiers == toset(["s3.amazonaws.com"]) && aws_iam_role_policy.replication.policy == data.aws_iam_policy_document.replication.json && aws_iam_role_policy.replication.role == aws_iam_role.replication.id
    error_message = "S3 takes the role, which has the policy."
  }
  assert {
    condition = { for s in data.aws_iam_policy_document.replication.statement : s.sid => jsonencode([sort(s.actions), s.resources]) } == {
      KnowWhatToReplicate = jsonencode([["s3:GetReplicationConfiguration", "s3:ListBucket"], [local.bucket_arn]])
      ReadReports         = jsonencode([["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"], ["${local.bucket_arn}/*"]])
      WriteReplicas       = jsonencode([["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"], ["arn:aws:s3:::costlake-prod-0a1b2c3d/*"]])
      CheckLandingBucket  = jsonencode([["s3:GetBucketVersioning"], ["arn:aws:s3:::costlake-prod-0a1b2c3d"]])
    }
    error_message = "The role reads the report bucket and replicates into the landing bucket; it deletes nothing."
  }

  # The report.
  assert {
    condition     = alltrue([for r in values(aws_cur_report_definition.this) : r.s3_bucket == module.reports.name && r.s3_region == "eu-west-1" && r.s3_prefix == "111122223333" && r.report_name == "costs"]) && length(aws_cur_report_definition.this) == 1
    error_message = "The report is delivered to the report bucket, under a prefix that no other payer has."
  }
  assert {
    condition     = [for r in values(aws_cur_report_definition.this) : [r.format, r.compression, r.time_unit, r.report_versioning, r.refresh_closed_reports, r.additional_schema_elements == toset(["RESOURCES"])]] == [["textORcsv", "GZIP", "DAILY", "OVERWRITE_REPORT", true, true]]
    error_message = "It is a gzipped csv with resources, kept up to date in its place even when the month is over."
  }
}

run "leaves_the_report_to_others" {
  command = plan

  variables {
    report = null
  }

  assert {
    condition     = length(aws_cur_report_definition.this) == 0 && output.prefix == "111122223333"
    error_message = "Without a report there is bucket and replication, and a prefix to take."
  }
}

run "makes_parquet_beside_the_delivery_before" {
  command = plan

  variables {
    bucket_name = "acme-cost-reports"
    report      = { name = "costs", prefix = "acme/legacy", format = "parquet", overwrite = false, time_unit = "HOURLY" }
  }

  assert {
    condition     = [for r in values(aws_cur_report_definition.this) : [r.s3_bucket, r.s3_prefix, r.format, r.compression, r.time_unit, r.report_versioning]] == [["acme-cost-reports", "acme/legacy", "Parquet", "Parquet", "HOURLY", "CREATE_NEW_REPORT"]]
    error_message = "The report is made as told."
  }
}

run "is_not_for_the_account_of_the_stack" {
  command         = plan
  expect_failures = [aws_iam_role.replication]

  variables {
    landing = { bucket = "costlake-prod-0a1b2c3d", account_id = "111122223333" }
  }
}

run "refuses_what_aws_would_refuse" {
  command         = plan
  expect_failures = [var.landing, var.report]

  variables {
    landing = { bucket = "s3://costlake-prod-0a1b2c3d", account_id = "123456789012" }
    report  = { name = "my costs", format = "zip", time_unit = "WEEKLY", prefix = "/acme" }
  }
}
