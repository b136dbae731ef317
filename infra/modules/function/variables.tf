variable "name" {
  description = "Folder of the function below functions/: also the name of its zip and of the Lambda without prefix and stage."
  type        = string
}

variable "name_prefix" {
  description = "Put in front of the deployed name."
  type        = string
}

variable "stage" {
  description = "Last part of the deployed name."
  type        = string
}

variable "description" {
  description = "What the function does, in one sentence."
  type        = string
}

variable "functions_dir" {
  description = "Folder that holds <name>.zip."
  type        = string
}

variable "memory_mb" {
  description = "Memory; CPU grows with it (1,769 MB are one full core)."
  type        = number
}

variable "timeout_seconds" {
  description = "Longest run of one invocation."
  type        = number

  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds must be between 1 and 900."
  }
}

variable "environment" {
  description = "The function's own settings; STAGE and LOG_LEVEL are added."
  type        = map(string)
}

variable "policy" {
  description = "IAM policy (JSON) of what the function's own code calls."
  type        = string
}

variable "queue" {
  description = "The queue that feeds the function; null where a rule does. maximum_concurrency limits how many run at once (2 to 1,000); a window above 0 lets messages gather into fuller batches, and batches above 10 need one."
  type = object({
    arn                 = string
    batch_size          = number
    maximum_concurrency = number
    window_seconds      = optional(number, 0)
  })
  default = null

  validation {
    condition     = try(var.queue.maximum_concurrency >= 2 && var.queue.maximum_concurrency <= 1000, var.queue == null)
    error_message = "maximum_concurrency must be between 2 and 1000."
  }
}

variable "rule" {
  description = "The EventBridge rule that starts the function, if one does, and the dead-letter queue for events with which it has failed three times."
  type        = object({ arn = string, dlq_arn = string })
  default     = null
}

variable "log_level" {
  description = "Least severe level that is logged."
  type        = string
}

variable "log_retention_days" {
  description = "Days that log lines are kept."
  type        = number
  default     = 30
}

variable "alarm_topic_arn" {
  description = "Topic of the operational alarms."
  type        = string
}
