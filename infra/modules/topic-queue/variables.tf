variable "topic_name" {
  description = "Name of the topic."
  type        = string
}

variable "queue_name" {
  description = "Name of the queue."
  type        = string
}

variable "dlq_name" {
  description = "Name of its dead-letter queue."
  type        = string
}

variable "key_arn" {
  description = "Customer-managed KMS key of the topic."
  type        = string
}

variable "visibility_seconds" {
  description = "How long a received message stays hidden unless the function says otherwise; at least the function's time-out."
  type        = number
}

variable "max_receive_count" {
  description = "Tries before a message moves to the dead-letter queue."
  type        = number
}

variable "delivery_dlq_arn" {
  description = "Queue that takes what the topic could not give to the queue; its policy has to let the topic send."
  type        = string
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
