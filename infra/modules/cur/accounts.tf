# What people call the accounts: the alert of a published delivery names them. One
# small object, because a Lambda's environment holds 4 kB.
data "aws_organizations_organization" "this" {
  count = var.account_names_from_organization ? 1 : 0
}

resource "aws_s3_object" "account_names" {
  bucket       = module.curated.name
  key          = local.account_names_key
  content      = jsonencode(local.account_names)
  content_type = "application/json"
}

locals {
  account_names_key = "config/account-names.json"

  # A name that was given by hand wins.
  account_names = merge({ for account in flatten(data.aws_organizations_organization.this[*].accounts) : account.id => account.name }, var.account_names)
}
