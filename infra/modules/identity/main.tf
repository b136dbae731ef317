# Who may call the API: a user pool whose clients get access tokens with scopes.
# Nobody signs up; programs are clients.
resource "aws_cognito_user_pool" "this" {
  name                = local.name
  deletion_protection = var.deletion_protection ? "ACTIVE" : "INACTIVE"
  username_attributes = ["email"]
  mfa_configuration   = "OPTIONAL"

  admin_create_user_config {
    allow_admin_create_user_only = true
  }

  password_policy {
    minimum_length                   = 14
    require_lowercase                = true
    require_uppercase                = true
    require_numbers                  = true
    require_symbols                  = true
    temporary_password_validity_days = 1
  }

  software_token_mfa_configuration {
    enabled = true
  }

  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }

  username_configuration {
    case_sensitive = false
  }
}

# Tokens come from here. The prefix is unique among all of AWS in the region, so it
# carries a hash of the account; Cognito refuses "aws", "amazon" and "cognito" in it.
resource "aws_cognito_user_pool_domain" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
  domain       = "${var.name_prefix}almanac-${var.stage}-${substr(sha256("${local.account}/${local.region}"), 0, 10)}"

  lifecycle {
    precondition {
      condition     = !can(regex("aws|amazon|cognito", var.name_prefix))
      error_message = "Cognito refuses domains that contain \"aws\", \"amazon\" or \"cognito\": choose another name_prefix."
    }
  }
}

resource "aws_cognito_resource_server" "this" {
  user_pool_id = aws_cognito_user_pool.this.id
  identifier   = "almanac"
  name         = "Almanac's REST API"

  dynamic "scope" {
    for_each = local.scopes
    content {
      scope_name        = scope.key
      scope_description = scope.value
    }
  }
}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

data "aws_partition" "current" {}

locals {
  name    = "${var.name_prefix}almanac-${var.stage}"
  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.name
  scopes  = { read = "See everything", write = "Change everything" }
}
