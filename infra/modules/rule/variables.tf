variable "name" {
  description = "Name of the rule."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 characters of [A-Za-z0-9._-]: EventBridge takes no other."
  }
}

variable "description" {
  description = "What the rule does, in one sentence."
  type        = string
}

variable "bus_name" {
  description = "The bus that the rule listens to; \"default\" for events of AWS itself and for a schedule."
  type        = string
}

variable "pattern" {
  description = "The events that match: EventBridge's event pattern, as JSON; null for a rule that runs on a schedule."
  type        = string
  default     = null
}

variable "schedule" {
  description = "When the rule runs, such as rate(1 day), instead of a pattern; on the default bus only."
  type        = string
  default     = null

  validation {
    condition     = (var.schedule == null) != (var.pattern == null)
    error_message = "A rule has either a pattern or a schedule."
  }

  validation {
    condition     = var.schedule == null || var.bus_name == "default"
    error_message = "EventBridge runs schedules on the default bus only."
  }
}

variable "max_age_seconds" {
  description = "How long a target that cannot be reached is tried again before the event is kept in the dead-letter queue."
  type        = number
  default     = 86400 # EventBridge's longest: a target that was gone for a day misses nothing

  validation {
    condition     = var.max_age_seconds >= 60 && var.max_age_seconds <= 86400
    error_message = "max_age_seconds must be between 60 and 86400."
  }
}

variable "target_arn" {
  description = "What gets the events."
  type        = string
}

variable "role_arn" {
  description = "Role that EventBridge takes to reach the target; null where the target's own policy lets the rule in, as of queues and functions."
  type        = string
  default     = null
}

variable "input_template" {
  description = "What the target gets instead of the event as it is; may hold EventBridge's predefined variables such as <aws.events.event.json>."
  type        = string
  default     = null
}

variable "ecs" {
  description = "The task to run where the target is an ECS cluster; null for any other target."
  type = object({
    task_definition_arn = string
    subnet_ids          = list(string)
    security_group_ids  = list(string)
    assign_public_ip    = bool
  })
  default = null
}

variable "dlq_arn" {
  description = "Queue for events that could not be delivered; its policy must let this rule send."
  type        = string
}

variable "alarm_topic_arn" {
  description = "Topic of the operational alarms."
  type        = string
}
