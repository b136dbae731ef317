variable "api" {
  description = "Settings of the REST API: life of a token, web origins whose pages may call it, throttling of all callers together, and when alarms ring (modules/http-api/variables.tf)."
  type = object({
    token_minutes        = optional(number, 15)
    cors_origins         = optional(set(string), [])
    requests_per_second  = optional(number, 200)
    burst                = optional(number, 400)
    alarm_failed_percent = optional(number, 1)
    alarm_p95_ms         = optional(number, 500)
    alarm_p99_ms         = optional(number, 3000)
    alarm_refused        = optional(number, 1000)
  })
  default = {}
}

variable "emulator_url" {
  description = "Address of a local emulator, which serves the API and its tokens in paths of its own; null on AWS. `make local-up` sets it."
  type        = string
  default     = null
}
