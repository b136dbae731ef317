output "id" {
  description = "Id of the API."
  value       = aws_apigatewayv2_api.this.id
}

output "url" {
  description = "Address of the API, without a slash at its end."
  value       = aws_apigatewayv2_api.this.api_endpoint
}

output "dashboard" {
  description = "What the dashboard shows of the API."
  value       = { id = aws_apigatewayv2_api.this.id, access_log = aws_cloudwatch_log_group.access.name }
}
