variable "name_prefix" {
  description = "Put in front of every name."
  type        = string
}

variable "stage" {
  description = "Last part of every name."
  type        = string
}

variable "functions_dir" {
  description = "Folder that holds the functions' zips."
  type        = string
}

variable "log_level" {
  description = "Least severe level that the functions log."
  type        = string
}

variable "tuning" {
  description = <<-EOT
    timeout_seconds: longest run of one function that handles events.
    visibility_seconds: how long a message of a queue stays hidden while it is worked on.
    retry_delay_seconds: back-off after the first error, doubled each time.
    maximum_concurrency: how many of one function run at once.
    audit_window_seconds: how long events gather before they are copied into one object.
    audit_retention_days: days that copies are kept.
  EOT
  type = object({
    timeout_seconds      = number
    visibility_seconds   = number
    retry_delay_seconds  = number
    maximum_concurrency  = number
    audit_window_seconds = number
    audit_retention_days = number
  })

  validation {
    condition     = var.tuning.visibility_seconds >= var.tuning.timeout_seconds
    error_message = "events.visibility_seconds must be at least events.timeout_seconds: SQS would hand a message out again while it is being worked on."
  }

  validation {
    condition     = var.tuning.audit_window_seconds >= 1 && var.tuning.audit_window_seconds <= 300
    error_message = "events.audit_window_seconds must be between 1 and 300."
  }

  validation {
    condition     = var.tuning.audit_retention_days >= 90
    error_message = "events.audit_retention_days must be at least 90: what the archives can replay must be found in the copy too."
  }

  validation {
    condition     = alltrue([for value in values(var.tuning) : value > 0 && floor(value) == value])
    error_message = "Every number of events must be a whole number above 0."
  }
}

variable "buses" {
  description = "The buses of the stack by their role: names, and the rule of each that copies events for the audit."
  type = object({
    cost      = object({ name = string, audit_rule_name = string, audit_rule_arn = string })
    media     = object({ name = string, audit_rule_name = string, audit_rule_arn = string })
    schedules = object({ name = string, audit_rule_name = string, audit_rule_arn = string })
  })
}

variable "alerts" {
  description = "Topic of the operational alarms, and the key that encrypts every topic."
  type        = object({ topic_arn = string, key_arn = string })
}

variable "force_destroy" {
  description = "Lets a destroy delete the audit bucket although it holds events."
  type        = bool
  default     = false
}

variable "deletion_protection" {
  description = "Refuses the deletion of the tables."
  type        = bool
  default     = true
}

variable "tls_only" {
  description = "Refuses plain http."
  type        = bool
  default     = true
}
