mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::things-dev" }
  }
}

variables {
  name         = "things-dev"
  versioned    = true
  sends_events = true
}

run "keeps_things_private_and_ends_only_what_it_is_told" {
  variables {
    expiries = {
      results  = { prefix = "results/", days = 30 }
      replaced = { replaced_days = 90 }
    }
  }

  assert {
    condition     = alltrue([for name in ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"] : aws_s3_bucket_public_access_block.this[name]]) && aws_s3_bucket_public_access_block.this.bucket == aws_s3_bucket.this.id
    error_message = "The bucket cannot become public."
  }
  assert {
    condition     = one(one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default).sse_algorithm == "AES256" && aws_s3_bucket_server_side_encryption_configuration.this.bucket == aws_s3_bucket.this.id
    error_message = "The bucket is encrypted."
  }
  assert {
    condition     = aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced" && aws_s3_bucket_ownership_controls.this.bucket == aws_s3_bucket_public_access_block.this.id
    error_message = "Objects belong to the bucket's owner, whoever writes them."
  }
  assert {
    condition = alltrue([for s in data.aws_iam_policy_document.this.statement :
      s.effect == "Deny" && s.actions == toset(["s3:*"]) && s.resources == toset(["arn:aws:s3:::things-dev", "arn:aws:s3:::things-dev/*"]) && one(s.principals).identifiers == toset(["*"]) && one(s.condition).test == "Bool" && one(s.condition).variable == "aws:SecureTransport" && one(s.condition).values == tolist(["false"])
    ]) && length(data.aws_iam_policy_document.this.statement) == 1
    error_message = "Plain http is refused, of the bucket and its objects, and nothing is allowed."
  }
  assert {
    condition     = one(aws_s3_bucket_policy.this).policy == data.aws_iam_policy_document.this.json && one(aws_s3_bucket_policy.this).bucket == aws_s3_bucket.this.id
    error_message = "The bucket carries the policy unless told otherwise."
  }
  assert {
    condition     = !aws_s3_bucket.this.force_destroy
    error_message = "A destroy does not take data with it unless told otherwise."
  }
  assert {
    condition     = one(aws_s3_bucket_versioning.this).versioning_configuration[0].status == "Enabled" && one(aws_s3_bucket_notification.this).eventbridge
    error_message = "Replaced versions are kept and changes told where that is asked for."
  }
  assert {
    condition = toset([for r in aws_s3_bucket_lifecycle_configuration.this.rule : jsonencode([r.id, r.status, r.id == "results" ? r.filter[0].prefix : null, try(r.expiration[0].days, null), try(r.noncurrent_version_expiration[0].noncurrent_days, null), try(r.abort_incomplete_multipart_upload[0].days_after_initiation, null), length(r.transition)])]) == toset([
      jsonencode(["results", "Enabled", "results/", 30, null, null, 0]),
      jsonencode(["replaced", "Enabled", null, null, 90, null, 0]),
      jsonencode(["unfinished-uploads", "Enabled", null, null, null, 7, 0]),
    ])
    error_message = "Rules end what they name, and uploads that never ended; nothing else grows old."
  }
}

run "lets_others_in_without_forgetting_to_refuse_plain_http" {
  variables {
    policy_documents = ["{\"Version\":\"2012-10-17\",\"Statement\":[]}"]
  }

  assert {
    condition     = data.aws_iam_policy_document.this.source_policy_documents == tolist(var.policy_documents) && one(data.aws_iam_policy_document.this.statement).sid == "TlsOnly"
    error_message = "Policies of others stand beside the refusal of plain http."
  }
}

run "keeps_them_in_where_plain_http_is_spoken" {
  command = plan

  variables {
    policy_documents = ["{\"Version\":\"2012-10-17\",\"Statement\":[]}"]
    tls_only         = false
  }

  assert {
    condition     = length(aws_s3_bucket_policy.this) == 1 && length(data.aws_iam_policy_document.this.statement) == 0
    error_message = "A bucket that others may use has a policy even where plain http is not refused."
  }
}
