# Programs. Their secrets are made by Cognito and read from there by whoever may
# (cognito-idp:DescribeUserPoolClient); no output names them. Terraform's state holds
# them all the same, as attributes of these resources: see docs/schedules/security.md.
resource "aws_cognito_user_pool_client" "machine" {
  for_each = { full = ["read", "write"], read = ["read"] }

  name                                 = each.key == "full" ? local.name : "${local.name}-${each.key}"
  user_pool_id                         = aws_cognito_user_pool.this.id
  generate_secret                      = true
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["client_credentials"]
  explicit_auth_flows                  = ["ALLOW_REFRESH_TOKEN_AUTH"] # without any, Cognito adds sign-in with a password
  allowed_oauth_scopes                 = [for scope in each.value : "${aws_cognito_resource_server.this.identifier}/${scope}"]
  prevent_user_existence_errors        = "ENABLED"
  enable_token_revocation              = true
  access_token_validity                = var.token_minutes

  token_validity_units {
    access_token = "minutes"
  }
}
