variable "name" {
  description = "Name of the bus and of its archive."
  type        = string

  validation {
    condition     = length(var.name) <= 48
    error_message = "name must have at most 48 characters, because the archive carries it too."
  }
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
