variable "consumer" {
  description = <<-EOT
    One entry of infra/event-consumers.json. name: of the consumer, and of its rule and queues with prefix and stage.
    sources, detail_types: the events it is given. detail: an EventBridge filter on their fields, as JSON; optional.
    target: lambda, queue or state_machine.
  EOT
  type = object({
    name         = string
    summary      = string
    sources      = list(string)
    detail_types = list(string)
    detail       = optional(string)
    target       = string
  })

  validation {
    condition     = contains(["lambda", "queue", "state_machine"], var.consumer.target)
    error_message = "The target of consumer ${var.consumer.name} is \"${var.consumer.target}\": it must be lambda, queue or state_machine (infra/event-consumers.json)."
  }

  validation {
    condition     = length(var.consumer.sources) > 0 && length(var.consumer.detail_types) > 0
    error_message = "Consumer ${var.consumer.name} must name at least one source and one detail type (infra/event-consumers.json)."
  }

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,39}$", var.consumer.name))
    error_message = "The consumer name \"${var.consumer.name}\" must be 2 to 40 lower-case letters, digits and hyphens, starting with a letter (infra/event-consumers.json)."
  }
}

variable "name_prefix" {
  description = "Put in front of every name."
  type        = string
}

variable "stage" {
  description = "Last part of every name."
  type        = string
}

variable "bus_name" {
  description = "The bus that the consumer listens to."
  type        = string
}

variable "visibility_seconds" {
  description = "How long a message of the queue stays hidden while it is worked on; at least the function's time-out."
  type        = number
}

variable "alarm_topic_arn" {
  description = "Topic of the operational alarms."
  type        = string
}

variable "tls_only" {
  description = "Refuses plain http."
  type        = bool
}
