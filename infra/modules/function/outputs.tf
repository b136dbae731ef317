output "arn" {
  description = "ARN of the function."
  value       = aws_lambda_function.this.arn
}

output "name" {
  description = "Deployed name of the function."
  value       = aws_lambda_function.this.function_name
}
