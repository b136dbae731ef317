variable "name_prefix" {
  description = "Put in front of every name."
  type        = string
}

variable "stage" {
  description = "Last part of every name."
  type        = string
}

variable "ops_emails" {
  description = "Addresses that get the operational alarms."
  type        = set(string)
  default     = []
}

variable "tls_only" {
  description = "Refuses plain http."
  type        = bool
  default     = true
}
