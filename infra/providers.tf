# A lost endpoint or a wrong profile ends here: the provider refuses every
# account that the chosen tfvars file does not name.
provider "aws" {
  region              = var.region
  allowed_account_ids = var.allowed_account_ids

  default_tags {
    tags = {
      project    = "almanac"
      stage      = var.stage
      managed_by = "terraform"
    }
  }
}
