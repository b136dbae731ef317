variable "name" {
  description = "Name of the API."
  type        = string
}

variable "routes" {
  description = "Every route (`GET /api/schedules`), the function that answers it, and the scope that a token must have: read or write, null where anybody may call."
  type        = list(object({ route_key = string, handler = string, scope = string }))

  validation {
    condition     = alltrue([for route in var.routes : route.scope == null || contains(["read", "write"], coalesce(route.scope, "read"))])
    error_message = "A route's scope is \"read\", \"write\" or null."
  }

  validation {
    condition     = length(setsubtract(var.routes[*].handler, keys(var.functions))) == 0
    error_message = "No function answers the routes of: ${join(", ", setsubtract(var.routes[*].handler, keys(var.functions)))}."
  }
}

variable "functions" {
  description = "The functions that answer, by their folder's name."
  type        = map(object({ arn = string, name = string, invoke_arn = string }))
}

variable "authorizer" {
  description = "Whose tokens are taken: issuer, ids of the clients, and each scope as tokens name it."
  type        = object({ issuer = string, audience = set(string), scopes = map(string) })
}

variable "cors_origins" {
  description = "Web origins whose pages may call the API, such as https://console.example.com; none: browsers call it from no page."
  type        = set(string)

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]+)?$", origin))])
    error_message = "cors_origins must be origins such as \"https://console.example.com\": no path, no \"*\"."
  }
}

variable "throttling" {
  description = "Requests per second of all callers together (rate), and how many may come at once (burst); above it the gateway answers 429."
  type        = object({ rate = number, burst = number })

  validation {
    condition     = var.throttling.rate > 0 && var.throttling.burst > 0
    error_message = "throttling needs a rate and a burst above 0: with 0 the API answers nothing."
  }
}

variable "alarm_limits" {
  description = "When alarms ring: failed_percent of 5xx, p95_ms and p99_ms of latency, refused requests (4xx) in 5 minutes."
  type        = object({ failed_percent = number, p95_ms = number, p99_ms = number, refused = number })
}

variable "log_retention_days" {
  description = "Days that the access log is kept."
  type        = number
  default     = 30
}

variable "alarm_topic_arn" {
  description = "Topic of the operational alarms."
  type        = string
}
