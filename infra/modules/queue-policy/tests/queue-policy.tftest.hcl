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

run "refuses_plain_http_and_lets_named_senders_in" {
  variables {
    queue_name = "work-queue-dev.fifo"
    tls_only   = true
    senders = {
      Rule = { service = "events.amazonaws.com", source_arn = "arn:aws:events:eu-west-1:123456789012:rule/landed-dev" }
    }
  }

  assert {
    condition = length([for s in data.aws_iam_policy_document.this.statement : s if
      s.sid == "TlsOnly" && s.effect == "Deny" && one(s.principals).identifiers == toset(["*"]) && one(s.condition).test == "Bool" && one(s.condition).variable == "aws:SecureTransport" && one(s.condition).values == tolist(["false"]) && contains(s.actions, "sqs:SendMessage") && contains(s.actions, "sqs:ReceiveMessage")
    ]) == 1
    error_message = "Plain http is refused."
  }
  assert {
    condition = length([for s in data.aws_iam_policy_document.this.statement : s if
      s.sid == "Rule" && s.actions == toset(["sqs:SendMessage"]) && one(s.principals).identifiers == toset(["events.amazonaws.com"]) && one(s.condition).test == "ArnEquals" && one(s.condition).variable == "aws:SourceArn" && one(s.condition).values == tolist(["arn:aws:events:eu-west-1:123456789012:rule/landed-dev"])
    ]) == 1
    error_message = "A service may send on behalf of the named resource only."
  }
  assert {
    condition     = length(data.aws_iam_policy_document.this.statement) == 2 && alltrue([for s in data.aws_iam_policy_document.this.statement : s.resources == toset(["arn:aws:sqs:eu-west-1:123456789012:work-queue-dev.fifo"]) && alltrue([for a in s.actions : !strcontains(a, "*")])])
    error_message = "Every statement names its actions and this queue."
  }
  assert {
    condition     = output.json == data.aws_iam_policy_document.this.json
    error_message = "The queue is given the policy."
  }
}
