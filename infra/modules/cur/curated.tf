# Curated: normalised line items (focus/), exact sums per file (aggregates/), the
# pointer to each live delivery (live/), and what Athena answers (athena-results/).
# Not versioned, and no events: every object is written once under a key of its
# own or can be made again, and a finished delivery is announced on the cost bus.
module "curated" {
  source = "../bucket"

  name          = local.curated_bucket
  versioned     = false
  sends_events  = false
  force_destroy = var.force_destroy
  tls_only      = var.tls_only

  expiries = {
    query-results = { prefix = local.results_prefix, days = 30 }
  }
}

locals {
  results_prefix = "athena-results/"
}
