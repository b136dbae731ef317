variable "schedules" {
  description = "Tuning and limits of schedules; what each number means stands in modules/schedules (variables.tf, topics-variables.tf)."
  type = object({
    tuning = optional(object({
      timeout_seconds     = optional(number, 60)
      visibility_seconds  = optional(number, 360)
      retry_delay_seconds = optional(number, 30)
      maximum_concurrency = optional(number, 10)
    }), {})
    limits = optional(object({
      schedules_per_caller      = optional(number, 1000)
      writes_per_minute         = optional(number, 120)
      shortest_interval_seconds = optional(number, 60)
      allowed_target_arns       = optional(set(string), [])
    }), {})
    topics = optional(object({
      max_topics_per_slot = optional(number, 50)
      min_gap_hours       = optional(number, 2)
      peak_hours          = optional(set(number), [])
      timezone            = optional(string, "UTC")
      audience_weights    = optional(list(number), [])
      alert_emails        = optional(set(string), [])
    }), {})
  })
  default = {}
}

variable "web_action_hosts" {
  description = "Hosts that web actions may be sent to (docs/schedules/web-actions.md). None by default: then no web action is sent."
  type = list(object({
    host          = string
    port          = optional(number)
    any_port      = optional(bool, false)
    http          = optional(bool, false)
    private       = optional(bool, false)
    secret_arn    = optional(string)
    secret_header = optional(string)
  }))
  default = []
}

variable "web_action_default_endpoint" {
  description = "URL that gets the payloads of web actions that name an action and no URL; null for none."
  type        = string
  default     = null
}

variable "notification_channels" {
  description = "Ways to reach people, by name (docs/schedules/notifications.md). None by default."
  type = map(object({
    type       = optional(string)
    url        = optional(string)
    secret_arn = optional(string)
    default    = optional(bool, false)
    http       = optional(bool, false)
    private    = optional(bool, false)
  }))
  default = {}
}

variable "notification_emails" {
  description = "Addresses of the channel email; each must confirm a subscription mail."
  type        = set(string)
  default     = []
}

variable "orchestrator" {
  description = "What produces a video of a topic: a Lambda function, a state machine or an ECS task (docs/schedules/topics.md); null for a sample that only notes each request."
  type = object({
    kind = string
    arn  = string
    ecs = optional(object({
      cluster_arn        = string
      subnet_ids         = list(string)
      security_group_ids = list(string)
      assign_public_ip   = optional(bool, false)
      role_arns          = set(string)
    }))
  })
  default = null
}

variable "schedule_arns_have_group" {
  description = "Whether IAM knows a schedule by its group too. False only where it does not, as in a local emulator."
  type        = bool
  default     = true
}
