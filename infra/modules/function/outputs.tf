output "arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "name" {
  description = "Deployed name of the function."
  value       = aws_lambda_function.this.function_name
}

output "invoke_arn" {
  description = "What API Gateway invokes the function by."
  value       = aws_lambda_function.this.invoke_arn
}
