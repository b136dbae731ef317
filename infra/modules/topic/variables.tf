variable "name" {
  description = "Name of the topic."
  type        = string
}

variable "key_arn" {
  description = "Customer-managed KMS key of the topic. With the AWS-managed key, alarms and rules could not publish and would do so silently."
  type        = string
}

variable "publishers" {
  description = "AWS services that may publish on behalf of this account, for example cloudwatch.amazonaws.com."
  type        = list(string)
  default     = []
}

variable "emails" {
  description = "Addresses to subscribe."
  type        = set(string)
  default     = []
}

variable "delivery_dlq_arn" {
  description = "Queue that takes what a subscriber could not be given."
  type        = string
}

variable "alarm_topic_arn" {
  description = "Topic of the operational alarms; null for that topic itself."
  type        = string
  default     = null
}

variable "tls_only" {
  description = "Refuses plain http."
  type        = bool
  default     = true
}
