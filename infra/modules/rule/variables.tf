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
  description = "The bus that the rule listens to; not the default one."
  type        = string
}

variable "pattern" {
  description = "The events that match: EventBridge's event pattern, as JSON."
  type        = string
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

variable "dlq_arn" {
  description = "Queue for events that could not be delivered; its policy must let this rule send."
  type        = string
}

variable "alarm_topic_arn" {
  description = "Topic of the operational alarms."
  type        = string
}
