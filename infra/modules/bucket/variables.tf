variable "name" {
  description = "Name of the bucket, unique in the whole partition."
  type        = string
}

variable "versioned" {
  description = "Keeps what is replaced or deleted, until a rule of `expiries` ends it."
  type        = bool
}

variable "sends_events" {
  description = "Tells the default event bus of every change."
  type        = bool
}

variable "expiries" {
  description = <<-EOT
    What is deleted by itself, by rule name: objects `days` days after they were written, or versions `replaced_days`
    days after they were replaced, under `prefix` or everywhere. Uploads that never ended are, after 7 days, in any bucket.
  EOT
  type = map(object({
    prefix        = optional(string)
    days          = optional(number)
    replaced_days = optional(number)
  }))
  default = {}

  validation {
    condition     = alltrue([for rule in values(var.expiries) : (rule.days == null) != (rule.replaced_days == null)])
    error_message = "Every rule of expiries has either days or replaced_days."
  }
}

variable "policy_documents" {
  description = "Policies, as JSON, that say what others may do with the bucket and its objects; nobody may do anything by default."
  type        = list(string)
  default     = []
}

variable "force_destroy" {
  description = "Lets a destroy delete the bucket although it holds data."
  type        = bool
  default     = false
}

variable "tls_only" {
  description = "Refuses plain http."
  type        = bool
  default     = true
}
