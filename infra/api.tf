# The REST API: tokens from identity, routes from what the contracts declare.
module "identity" {
  source = "./modules/identity"

  name_prefix         = var.name_prefix
  stage               = var.stage
  token_minutes       = var.api.token_minutes
  deletion_protection = var.deletion_protection
}

module "http_api" {
  source = "./modules/http-api"

  name            = "${var.name_prefix}almanac-${var.stage}"
  routes          = local.api_routes
  functions       = local.api_functions
  authorizer      = { issuer = module.identity.issuer, audience = [module.identity.client_id, module.identity.read_client_id], scopes = module.identity.scopes }
  cors_origins    = var.api.cors_origins
  throttling      = { rate = var.api.requests_per_second, burst = var.api.burst }
  alarm_limits    = { failed_percent = var.api.alarm_failed_percent, p95_ms = var.api.alarm_p95_ms, p99_ms = var.api.alarm_p99_ms, refused = var.api.alarm_refused }
  alarm_topic_arn = module.alerts.topic_arn
}

module "api_docs" {
  source = "./modules/function"

  name            = "api-docs"
  name_prefix     = var.name_prefix
  stage           = var.stage
  description     = "Serves the OpenAPI document and the page of the REST API"
  functions_dir   = var.functions_dir
  memory_mb       = 1024 # the document is made at the start, which CPU makes short
  timeout_seconds = 29   # API Gateway waits no longer than 30
  log_level       = var.log_level
  policy          = data.aws_iam_policy_document.api_docs.json
  alarm_topic_arn = module.alerts.topic_arn
  environment     = { API_URL = local.api_url, TOKEN_URL = local.token_url }
}

# It calls nothing.
data "aws_iam_policy_document" "api_docs" {}

locals {
  api_functions = merge(module.schedules.functions, {
    api-docs = { arn = module.api_docs.arn, name = module.api_docs.name, invoke_arn = module.api_docs.invoke_arn }
  })

  api_routes = jsondecode(file("${path.module}/api-routes.json"))

  # An emulator serves the API and the tokens below its own address, because a resolver may not know the names of hosts.
  api_url   = var.emulator_url == null ? module.http_api.url : "${var.emulator_url}/_aws/execute-api/${module.http_api.id}/%24default"
  token_url = var.emulator_url == null ? module.identity.token_url : "${var.emulator_url}/oauth2/token"
}
