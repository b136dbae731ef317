output "user_pool_id" {
  description = "User pool of the API's callers."
  value       = aws_cognito_user_pool.this.id
}

output "issuer" {
  description = "Issuer of the tokens, as they name it."
  value       = "https://cognito-idp.${local.region}.${data.aws_partition.current.dns_suffix}/${aws_cognito_user_pool.this.id}"
}

output "token_url" {
  description = "Where clients get their tokens."
  value       = "https://${aws_cognito_user_pool_domain.this.domain}.auth.${local.region}.amazoncognito.com/oauth2/token"
}

output "client_id" {
  description = "The client that may read and write."
  value       = aws_cognito_user_pool_client.machine["full"].id
}

output "read_client_id" {
  description = "The client that may only read."
  value       = aws_cognito_user_pool_client.machine["read"].id
}

output "scopes" {
  description = "Each scope as tokens name it."
  value       = { for scope, _ in local.scopes : scope => "${aws_cognito_resource_server.this.identifier}/${scope}" }
}
