# What a payer applies in its own account, with its own credentials: see
# docs/cur/connect-legacy-cur.md. Not part of the stack.
provider "aws" {
  region              = var.region
  allowed_account_ids = [var.payer_account_id]
}

module "payer_account" {
  source = "../../modules/payer-account"

  landing = { bucket = var.landing_bucket, account_id = var.landing_account_id }
  report  = { name = var.report_name }
}
