variable "topics" {
  description = <<-EOT
    max_topics_per_slot: topics that are produced in one hour at most.
    min_gap_hours: hours that should lie between two hours of a topic.
    peak_hours: hours of timezone in which production is expensive.
    timezone: zone of the production, an IANA name.
    audience_weights: how large the audience is at each hour of a topic's zone, 24 numbers; none: alike.
    alert_emails: addresses that are told of recommendations, falling performance and failed productions.
  EOT
  type = object({
    max_topics_per_slot = optional(number, 10)
    min_gap_hours       = optional(number, 2)
    peak_hours          = optional(set(number), [])
    timezone            = optional(string, "UTC")
    audience_weights    = optional(list(number), [])
    alert_emails        = optional(set(string), [])
  })
  default = {}

  # All bookings lie in one item, and DynamoDB's holds 400 KB.
  validation {
    condition     = var.topics.max_topics_per_slot >= 1 && var.topics.max_topics_per_slot <= 100 && floor(var.topics.max_topics_per_slot) == var.topics.max_topics_per_slot
    error_message = "topics.max_topics_per_slot must be a whole number from 1 to 100."
  }

  validation {
    condition     = var.topics.min_gap_hours >= 0 && var.topics.min_gap_hours <= 12 && floor(var.topics.min_gap_hours) == var.topics.min_gap_hours
    error_message = "topics.min_gap_hours must be a whole number from 0 to 12."
  }

  validation {
    condition     = alltrue([for hour in var.topics.peak_hours : hour >= 0 && hour <= 23 && floor(hour) == hour])
    error_message = "topics.peak_hours must be hours from 0 to 23."
  }

  validation {
    condition     = contains([0, 24], length(var.topics.audience_weights)) && alltrue([for weight in var.topics.audience_weights : weight >= 0])
    error_message = "topics.audience_weights must be 24 numbers of at least 0, or none."
  }
}

variable "orchestrator" {
  description = <<-EOT
    What produces a video when VideoGenerationRequested says so; null: a sample state machine that does nothing.
    kind: lambda, state_machine or ecs_task. arn: of the function, of the machine, or of the task definition.
    ecs: for a task: cluster_arn, subnet_ids, security_group_ids, assign_public_ip, and role_arns that the task runs with.
  EOT
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

  validation {
    condition     = var.orchestrator == null || contains(["lambda", "state_machine", "ecs_task"], try(var.orchestrator.kind, ""))
    error_message = "orchestrator.kind must be lambda, state_machine or ecs_task."
  }

  validation {
    condition     = var.orchestrator == null || (try(var.orchestrator.kind, "") == "ecs_task") == (try(var.orchestrator.ecs, null) != null)
    error_message = "orchestrator.ecs belongs to the kind ecs_task, and to no other."
  }

  validation {
    condition     = var.orchestrator == null || can(regex("^arn:[a-z-]+:(lambda|states|ecs):[a-z0-9-]+:[0-9]{12}:.+$", try(var.orchestrator.arn, "")))
    error_message = "orchestrator.arn must be the ARN of a Lambda function, a state machine or a task definition."
  }
}

variable "video_performance" {
  description = "The queue of the consumer video-performance, as modules/consumer made it."
  type        = object({ arn = string, url = string, max_receive_count = number })
}

variable "events" {
  description = "What every consumer's function has: settings and permissions, from modules/events."
  type        = object({ consumer_settings = map(string), consumer_policy = string })
}
