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
    timeout_seconds, visibility_seconds, retry_delay_seconds, maximum_concurrency: as in modules/events.
    retry_limit: how often a download that failed for a passing reason is tried again.
    retry_base_seconds: pause before the first of these tries; doubles with each, up to 15 minutes.
    alert_emails: addresses that are told of downloads that failed for good.
    machine_of_task_tokens_known: false only where IAM does not know whose machine a task token is, as in a local emulator.
  EOT
  type = object({
    timeout_seconds              = number
    visibility_seconds           = number
    retry_delay_seconds          = number
    maximum_concurrency          = number
    retry_limit                  = number
    retry_base_seconds           = number
    alert_emails                 = set(string)
    machine_of_task_tokens_known = optional(bool, true)
  })

  validation {
    condition     = var.tuning.retry_limit >= 0 && var.tuning.retry_limit <= 20 && floor(var.tuning.retry_limit) == var.tuning.retry_limit
    error_message = "media.retry_limit must be a whole number from 0 to 20."
  }

  validation {
    condition     = var.tuning.retry_base_seconds >= 1 && var.tuning.retry_base_seconds <= 900 && floor(var.tuning.retry_base_seconds) == var.tuning.retry_base_seconds
    error_message = "media.retry_base_seconds must be a whole number from 1 to 900: SQS delays a message by at most 15 minutes."
  }
}

variable "web_actions_topic_arn" {
  description = "Topic that takes web requests to be made, for issues about failed downloads; null where none are to be opened."
  type        = string
  default     = null

  validation {
    condition     = var.web_actions_topic_arn == null || can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.web_actions_topic_arn))
    error_message = "web_actions_topic_arn must be the ARN of an SNS topic."
  }
}

variable "github_repository" {
  description = "Repository (owner/name) for issues about failed downloads; null for none."
  type        = string
  default     = null

  validation {
    condition     = var.github_repository == null || can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.github_repository))
    error_message = "github_repository must be owner/name, for example \"octo-org/downloads\"."
  }

  validation {
    condition     = (var.github_repository == null) == (var.web_actions_topic_arn == null)
    error_message = "media.github_repository and media.web_actions_topic_arn belong together: the topic takes the request, the repository says where the issue goes."
  }
}

variable "consumers" {
  description = "What starts the function of each consumer, by name, as modules/consumer made it: a queue or a rule."
  type = map(object({
    queue = optional(object({ arn = string, url = string, max_receive_count = number }))
    rule  = optional(object({ arn = string, dlq_arn = string }))
  }))
}

variable "events" {
  description = "What every consumer's function has: settings and permissions, from modules/events."
  type        = object({ consumer_settings = map(string), consumer_policy = string })
}

variable "alerts" {
  description = "Topic of the operational alarms, and the key that encrypts every topic."
  type        = object({ topic_arn = string, key_arn = string })
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
