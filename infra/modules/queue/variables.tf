variable "name" {
  description = "Name of the queue, without the suffix .fifo."
  type        = string
}

variable "dlq_name" {
  description = "Name of its dead-letter queue, without the suffix .fifo."
  type        = string
}

variable "fifo" {
  description = "Makes both queues FIFO; senders name a group and a deduplication id."
  type        = bool
  default     = false
}

variable "visibility_seconds" {
  description = "How long a received message stays hidden unless the worker says otherwise; at least the worker's time-out."
  type        = number

  validation {
    condition     = var.visibility_seconds >= 1 && var.visibility_seconds <= 43200
    error_message = "visibility_seconds must be between 1 and 43200."
  }
}

variable "max_receive_count" {
  description = "Tries before a message moves to the dead-letter queue."
  type        = number
  default     = 3
}

variable "max_age_seconds" {
  description = "Age of the oldest waiting message that raises the alarm."
  type        = number
  default     = 3600
}

variable "senders" {
  description = "AWS services that may send here, each only on behalf of one resource; the key becomes the statement id."
  type        = map(object({ service = string, source_arn = string }))
  default     = {}
}

variable "dlq_senders" {
  description = "AWS services that may send straight to the dead-letter queue, for example a rule that could not deliver; the key becomes the statement id."
  type        = map(object({ service = string, source_arn = string }))
  default     = {}
}

variable "old_messages_runbook" {
  description = "Name of the page in docs/runbooks that the alarm for old messages points to."
  type        = string
  default     = "queue-old-messages"
}

variable "alarm_topic_arn" {
  description = "Topic of the operational alarms."
  type        = string
}

variable "tls_only" {
  description = "Refuses plain http."
  type        = bool
  default     = true
}
