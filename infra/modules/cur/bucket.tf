# Landing: reports arrive here, and every change is an event. No rule touches
# what counts: only what was replaced or deleted, 90 days later.
module "landing" {
  source = "../bucket"

  name          = local.landing_bucket
  versioned     = true
  sends_events  = true
  force_destroy = var.force_destroy
  tls_only      = var.tls_only

  policy_documents = data.aws_iam_policy_document.deliveries[*].json

  expiries = {
    replaced-versions = { replaced_days = 90 }
  }
}
