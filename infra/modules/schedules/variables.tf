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
  description = "timeout_seconds, visibility_seconds, retry_delay_seconds, maximum_concurrency: as in modules/events."
  type = object({
    timeout_seconds     = number
    visibility_seconds  = number
    retry_delay_seconds = number
    maximum_concurrency = number
  })
}

variable "limits" {
  description = <<-EOT
    schedules_per_caller: schedules that one caller may have active.
    writes_per_minute: changes that one caller may make in a minute.
    shortest_interval_seconds: least time between two runs of a schedule; EventBridge Scheduler's own is 60.
    allowed_target_arns: topics that schedules of type custom may publish to; a * stands for any characters.
  EOT
  type = object({
    schedules_per_caller      = number
    writes_per_minute         = number
    shortest_interval_seconds = number
    allowed_target_arns       = set(string)
  })

  validation {
    condition     = var.limits.shortest_interval_seconds >= 60
    error_message = "schedules.shortest_interval_seconds must be at least 60: EventBridge Scheduler counts in minutes."
  }

  validation {
    condition     = alltrue([for arn in var.limits.allowed_target_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_*-]+$", arn))])
    error_message = "schedules.allowed_target_arns are ARNs of SNS topics; only the topic's name may hold a *."
  }
}

variable "bus" {
  description = "The bus of the events of schedules."
  type        = object({ name = string, arn = string })
}

variable "outbox" {
  description = "Queue of the events that a bus did not take at first."
  type        = object({ arn = string, url = string })
}

variable "alerts" {
  description = "Topic of the operational alarms, and the key that encrypts every topic."
  type        = object({ topic_arn = string, key_arn = string })
}

variable "schedule_arns_have_group" {
  description = "Whether IAM knows a schedule by its group too. False only where it does not, as in a local emulator."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Refuses the deletion of tables."
  type        = bool
  default     = true
}

variable "tls_only" {
  description = "Refuses plain http."
  type        = bool
  default     = true
}
