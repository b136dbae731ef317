variable "name" {
  description = "Name of the bus, and of its archive unless that has another."
  type        = string

  validation {
    condition     = length(var.name) <= 48
    error_message = "name must have at most 48 characters, because the archive carries it too."
  }
}

variable "archive_name" {
  description = "Name of the archive where it is not the bus's; at most 48 characters."
  type        = string
  default     = null

  validation {
    condition     = var.archive_name == null || try(length(var.archive_name) <= 48, false)
    error_message = "archive_name must have at most 48 characters."
  }
}

variable "audit" {
  description = "The queue that gets a copy of every event, and the one for copies that could not be delivered."
  type        = object({ arn = string, dlq_arn = string })
}

variable "registry" {
  description = "Name of the schema registry, and the folder of its OpenAPI 3 documents (one schema a file, named as the file without .json); null for none."
  type        = object({ name = string, schemas_dir = string })
  default     = null
}

variable "alarm_topic_arn" {
  description = "Topic of the operational alarms."
  type        = string
}

variable "trusted_account_ids" {
  description = "Other accounts that may listen to this bus by rules of their own on it; none by default."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.trusted_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Accounts that may listen to the bus are AWS account numbers of 12 digits in quotes, for example trusted_event_accounts = [\"123456789012\"]."
  }
}
