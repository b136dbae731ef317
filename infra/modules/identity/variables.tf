variable "name_prefix" {
  description = "Put in front of every name."
  type        = string
}

variable "stage" {
  description = "Last part of every name."
  type        = string
}

variable "token_minutes" {
  description = "Life of an access token. It cannot be taken back while it lives; each new one costs a request to Cognito, which bills them."
  type        = number

  validation {
    condition     = var.token_minutes >= 5 && var.token_minutes <= 1440
    error_message = "token_minutes must be between 5 and 1440: Cognito makes no others."
  }
}

variable "deletion_protection" {
  description = "Refuses the deletion of the user pool."
  type        = bool
}
