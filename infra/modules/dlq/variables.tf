variable "name" {
  description = "Name of the queue, without the suffix .fifo."
  type        = string
}

variable "fifo" {
  description = "Makes it a FIFO queue, as the dead-letter queue of a FIFO queue must be."
  type        = bool
  default     = false
}

variable "source_queue_name" {
  description = "The one queue (without the suffix .fifo) that may redrive into this one; null where rules or subscriptions are the senders."
  type        = string
  default     = null
}

variable "senders" {
  description = "AWS services that may send here, each only on behalf of one resource; the key becomes the statement id."
  type        = map(object({ service = string, source_arn = string }))
  default     = {}
}

variable "runbook" {
  description = "Name of the page in docs/runbooks that the alarm points to."
  type        = string
  default     = "dlq-not-empty"
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
