# Every event that crossed a bus, as gzipped JSON lines by bus and hour. Not versioned:
# an object is written under a name that its content decides, so writing it again changes nothing.
module "audit_bucket" {
  source = "../bucket"

  name          = local.audit_bucket
  versioned     = false
  sends_events  = false
  force_destroy = var.force_destroy
  tls_only      = var.tls_only

  expiries = {
    old-events = { prefix = "events/", days = var.tuning.audit_retention_days }
  }
}
