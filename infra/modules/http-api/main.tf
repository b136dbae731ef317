# The REST API: routes with their scopes -> functions. The gateway asks for the token,
# holds callers back, and writes a line per request.
resource "aws_apigatewayv2_api" "this" {
  name          = var.name
  description   = "Almanac's REST API"
  protocol_type = "HTTP"

  dynamic "cors_configuration" {
    for_each = length(var.cors_origins) > 0 ? [var.cors_origins] : []
    content {
      allow_origins  = cors_configuration.value
      allow_methods  = ["GET", "POST", "PUT", "DELETE"]
      allow_headers  = ["authorization", "content-type", "idempotency-key", "if-match"]
      expose_headers = ["etag", "retry-after", "x-request-id"]
      max_age        = 3600
    }
  }
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.this.id
  name             = "tokens"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  # Tokens of Cognito's machine clients have no "aud"; API Gateway then compares "client_id".
  jwt_configuration {
    issuer   = var.authorizer.issuer
    audience = var.authorizer.audience
  }
}

resource "aws_apigatewayv2_integration" "function" {
  for_each = var.functions

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = each.value.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 29000
}

resource "aws_apigatewayv2_route" "this" {
  for_each = { for route in var.routes : route.route_key => route }

  api_id               = aws_apigatewayv2_api.this.id
  route_key            = each.key
  target               = "integrations/${aws_apigatewayv2_integration.function[each.value.handler].id}"
  authorization_type   = each.value.scope == null ? "NONE" : "JWT"
  authorizer_id        = each.value.scope == null ? null : aws_apigatewayv2_authorizer.jwt.id
  authorization_scopes = each.value.scope == null ? null : [var.authorizer.scopes[each.value.scope]]
}

resource "aws_lambda_permission" "api" {
  for_each = var.functions

  function_name = each.value.name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*/*" # any stage and route, of this API only
}
