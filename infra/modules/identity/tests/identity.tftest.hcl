mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-west-1" }
  }
  mock_data "aws_partition" {
    defaults = { dns_suffix = "amazonaws.com" }
  }
  mock_resource "aws_cognito_user_pool" {
    defaults = { id = "eu-west-1_abc" }
  }
}

variables {
  name_prefix         = "team-"
  stage               = "dev"
  token_minutes       = 15
  deletion_protection = true
}

run "lets_only_those_in_who_were_let_in" {
  assert {
    condition     = aws_cognito_user_pool.this.admin_create_user_config[0].allow_admin_create_user_only && aws_cognito_user_pool.this.deletion_protection == "ACTIVE"
    error_message = "Nobody signs up, and the pool is not deleted by accident."
  }
  assert {
    condition     = aws_cognito_user_pool.this.password_policy[0].minimum_length >= 12 && aws_cognito_user_pool.this.mfa_configuration == "OPTIONAL" && aws_cognito_user_pool.this.software_token_mfa_configuration[0].enabled
    error_message = "Passwords are long, and a second factor is possible."
  }
  assert {
    condition     = toset([for scope in aws_cognito_resource_server.this.scope : scope.scope_name]) == toset(["read", "write"])
    error_message = "There are two scopes."
  }
  assert {
    condition     = alltrue([for client in aws_cognito_user_pool_client.machine : client.generate_secret && client.allowed_oauth_flows == toset(["client_credentials"]) && client.access_token_validity == 15 && client.token_validity_units[0].access_token == "minutes"])
    error_message = "Programs have a secret, and their tokens live for minutes."
  }
  assert {
    condition     = alltrue([for client in aws_cognito_user_pool_client.machine : client.explicit_auth_flows == toset(["ALLOW_REFRESH_TOKEN_AUTH"])])
    error_message = "No person signs in through a program's client."
  }
  assert {
    condition     = aws_cognito_user_pool_client.machine["read"].allowed_oauth_scopes == toset(["almanac/read"]) && aws_cognito_user_pool_client.machine["full"].allowed_oauth_scopes == toset(["almanac/read", "almanac/write"])
    error_message = "One client may only read."
  }
  assert {
    condition     = aws_cognito_user_pool_domain.this.domain == "team-almanac-dev-${substr(sha256("123456789012/eu-west-1"), 0, 10)}"
    error_message = "The domain's prefix is like no other account's."
  }
  assert {
    condition     = output.issuer == "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc" && output.token_url == "https://${aws_cognito_user_pool_domain.this.domain}.auth.eu-west-1.amazoncognito.com/oauth2/token"
    error_message = "Others learn who issues tokens, and where."
  }
  assert {
    condition     = output.scopes == { read = "almanac/read", write = "almanac/write" } && output.client_id != output.read_client_id
    error_message = "Others learn clients and scopes."
  }
}

run "refuses_a_domain_that_cognito_refuses" {
  command = plan
  variables {
    name_prefix = "awsome-"
  }
  expect_failures = [aws_cognito_user_pool_domain.this]
}

run "refuses_lives_that_cognito_refuses" {
  command = plan
  variables {
    token_minutes = 4
  }
  expect_failures = [var.token_minutes]
}
