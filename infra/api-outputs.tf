output "api_url" {
  description = "Address of the REST API, without a slash at its end."
  value       = local.api_url
}

output "token_url" {
  description = "Where clients get their tokens."
  value       = local.token_url
}

output "user_pool_id" {
  description = "Cognito user pool of the API's callers."
  value       = module.identity.user_pool_id
}

output "client_id" {
  description = "Client that may read and write; its secret stays in Cognito."
  value       = module.identity.client_id
}

output "read_client_id" {
  description = "Client that may only read."
  value       = module.identity.read_client_id
}
