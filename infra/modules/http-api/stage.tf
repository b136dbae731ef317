resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default" # no stage in the address
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.throttling.rate
    throttling_burst_limit = var.throttling.burst
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = jsonencode(local.access_log)
  }
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_retention_days
}

locals {
  # request_id is what answers carry as x-request-id and the functions log. Neither token nor body.
  access_log = {
    request_id             = "$context.requestId"
    time                   = "$context.requestTime"
    route                  = "$context.routeKey"
    path                   = "$context.path"
    status                 = "$context.status"
    latency_ms             = "$context.responseLatency"
    integration_latency_ms = "$context.integrationLatency"
    integration_status     = "$context.integrationStatus"
    integration_error      = "$context.integrationErrorMessage"
    gateway_error          = "$context.error.message"
    authorizer_error       = "$context.authorizer.error"
    client_id              = "$context.authorizer.claims.client_id"
    username               = "$context.authorizer.claims.username"
    source_ip              = "$context.identity.sourceIp"
  }
}
