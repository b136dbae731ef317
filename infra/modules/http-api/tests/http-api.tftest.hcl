mock_provider "aws" {
  mock_resource "aws_apigatewayv2_api" {
    defaults = {
      id            = "abc"
      api_endpoint  = "https://abc.execute-api.eu-west-1.amazonaws.com"
      execution_arn = "arn:aws:execute-api:eu-west-1:123456789012:abc"
    }
  }
  mock_resource "aws_apigatewayv2_authorizer" {
    defaults = { id = "jwt" }
  }
  mock_resource "aws_apigatewayv2_integration" {
    defaults = { id = "function" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-west-1:123456789012:log-group:access" }
  }
}

variables {
  name = "almanac-dev"
  routes = [
    { route_key = "GET /docs", handler = "docs", scope = null },
    { route_key = "GET /things/{id}", handler = "things", scope = "read" },
    { route_key = "POST /things", handler = "things", scope = "write" },
  ]
  functions = {
    docs   = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:docs-dev", name = "docs-dev", invoke_arn = "invoke-docs" }
    things = { arn = "arn:aws:lambda:eu-west-1:123456789012:function:things-dev", name = "things-dev", invoke_arn = "invoke-things" }
  }
  authorizer      = { issuer = "https://issuer.example.com/pool", audience = ["client-1", "client-2"], scopes = { read = "almanac/read", write = "almanac/write" } }
  cors_origins    = ["https://console.example.com"]
  throttling      = { rate = 100, burst = 200 }
  alarm_limits    = { failed_percent = 1, p95_ms = 500, p99_ms = 3000, refused = 1000 }
  alarm_topic_arn = "arn:aws:sns:eu-west-1:123456789012:ops-alerts-dev"
}

run "asks_for_a_token_holds_back_and_writes_down" {
  assert {
    condition = toset(keys(aws_apigatewayv2_route.this)) == toset(var.routes[*].route_key) && alltrue([for route in var.routes :
      aws_apigatewayv2_route.this[route.route_key].authorization_type == "JWT" && aws_apigatewayv2_route.this[route.route_key].authorizer_id == aws_apigatewayv2_authorizer.jwt.id && aws_apigatewayv2_route.this[route.route_key].authorization_scopes == toset(["almanac/${route.scope}"])
    if route.scope != null])
    error_message = "Every route with a scope asks for a token that has it, and no more."
  }
  assert {
    condition     = [for route in aws_apigatewayv2_route.this : route.route_key if route.authorization_type != "JWT"] == ["GET /docs"] && aws_apigatewayv2_route.this["GET /docs"].authorization_type == "NONE"
    error_message = "Only what is meant to be open is open."
  }
  assert {
    condition     = aws_apigatewayv2_authorizer.jwt.authorizer_type == "JWT" && aws_apigatewayv2_authorizer.jwt.jwt_configuration[0].issuer == "https://issuer.example.com/pool" && aws_apigatewayv2_authorizer.jwt.jwt_configuration[0].audience == toset(["client-1", "client-2"])
    error_message = "Only tokens of our clients from our issuer are taken."
  }
  assert {
    condition     = alltrue([for handler, integration in aws_apigatewayv2_integration.function : integration.integration_type == "AWS_PROXY" && integration.payload_format_version == "2.0" && integration.timeout_milliseconds < 30000 && integration.integration_uri == var.functions[handler].invoke_arn])
    error_message = "Each function has one integration, with the payload that api() reads."
  }
  assert {
    condition     = alltrue([for permission in aws_lambda_permission.api : permission.principal == "apigateway.amazonaws.com" && startswith(permission.source_arn, "${aws_apigatewayv2_api.this.execution_arn}/")]) && length(aws_lambda_permission.api) == 2
    error_message = "Only this API may invoke the functions."
  }
  assert {
    condition     = aws_apigatewayv2_stage.default.default_route_settings[0].throttling_rate_limit == 100 && aws_apigatewayv2_stage.default.default_route_settings[0].throttling_burst_limit == 200 && aws_apigatewayv2_stage.default.auto_deploy
    error_message = "Callers are held back."
  }
  assert {
    condition     = aws_apigatewayv2_stage.default.access_log_settings[0].destination_arn == aws_cloudwatch_log_group.access.arn && aws_cloudwatch_log_group.access.retention_in_days == 30
    error_message = "Requests are written down, and not for ever."
  }
  assert {
    condition     = alltrue([for name in ["request_id", "route", "status", "latency_ms", "integration_error", "client_id"] : contains(keys(jsondecode(aws_apigatewayv2_stage.default.access_log_settings[0].format)), name)]) && !strcontains(lower(aws_apigatewayv2_stage.default.access_log_settings[0].format), "header")
    error_message = "A line says what happened, to whom, and holds no token."
  }
  assert {
    condition     = aws_apigatewayv2_api.this.cors_configuration[0].allow_origins == toset(["https://console.example.com"]) && !strcontains(jsonencode(aws_apigatewayv2_api.this.cors_configuration), "*")
    error_message = "Pages of the named origins may call, and no others."
  }
  assert {
    condition = alltrue([for alarm in concat([aws_cloudwatch_metric_alarm.failures, aws_cloudwatch_metric_alarm.refusals], values(aws_cloudwatch_metric_alarm.latency)) :
      alarm.alarm_actions == toset([var.alarm_topic_arn]) && strcontains(alarm.alarm_description, "docs/runbooks/api-")
    ])
    error_message = "Faults, slowness and refusals ring, with a runbook."
  }
  assert {
    condition     = output.url == "https://abc.execute-api.eu-west-1.amazonaws.com" && output.id == "abc"
    error_message = "Others learn the address."
  }
}

run "lets_no_page_call_it_unless_told" {
  variables {
    cors_origins = []
  }
  assert {
    condition     = length(aws_apigatewayv2_api.this.cors_configuration) == 0
    error_message = "Without origins there is no CORS."
  }
}

run "refuses_every_origin_at_once" {
  command = plan
  variables {
    cors_origins = ["*"]
  }
  expect_failures = [var.cors_origins]
}

run "refuses_a_route_that_nothing_answers" {
  command = plan
  variables {
    routes = [{ route_key = "GET /other", handler = "other", scope = "read" }]
  }
  expect_failures = [var.routes]
}
