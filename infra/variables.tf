variable "stage" {
  description = "Which copy of the stack this is (dev, prod, ...); the last part of every deployed name."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,9}$", var.stage))
    error_message = "stage must be 2 to 10 lower-case letters or digits and start with a letter, for example \"dev\"."
  }
}

variable "name_prefix" {
  description = "Put in front of every deployed name, so that two stacks of one stage fit into one account; usually empty."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([a-z][a-z0-9-]{0,11})?$", var.name_prefix))
    error_message = "name_prefix must be empty or up to 12 lower-case letters, digits and hyphens, starting with a letter, for example \"team-a-\"."
  }
}

variable "region" {
  description = "AWS region of the whole stack."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region must be the code of an AWS region, for example \"us-east-1\"."
  }
}

variable "allowed_account_ids" {
  description = "The AWS accounts this stack may be applied to; any other account is refused."
  type        = list(string)

  validation {
    condition     = length(var.allowed_account_ids) > 0 && alltrue([for id in var.allowed_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "Put your own AWS account number into infra/envs/<stage>.tfvars, for example: allowed_account_ids = [\"123456789012\"] (12 digits in quotes; `aws sts get-caller-identity` prints it)."
  }
}

variable "force_destroy" {
  description = "Lets `terraform destroy` delete buckets and workgroups that still hold data; only for throw-away stacks."
  type        = bool
  default     = false
}

variable "deletion_protection" {
  description = "Refuses the deletion of DynamoDB tables."
  type        = bool
  default     = true
}

variable "tls_only" {
  description = "Refuses plain http in every bucket, queue and topic policy. False only where the endpoint itself speaks http, as a local emulator does."
  type        = bool
  default     = true
}

variable "payer_account_ids" {
  description = "AWS accounts whose cost reports and exports may be delivered into the landing bucket (docs/cur/many-payers.md). None by default; this account too only if it is listed."
  type        = set(string)
  default     = []
}

variable "data_exports" {
  description = "Exports of this account's own costs into the landing bucket, by name (docs/cur/connect-data-export.md). None by default. table is cur-2.0 or focus-1.2, format csv or parquet, granularity HOURLY, DAILY or MONTHLY."
  type = map(object({
    table                 = string
    prefix                = optional(string, "exports")
    format                = optional(string, "csv")
    overwrite             = optional(bool, true)
    granularity           = optional(string, "DAILY")
    split_cost_allocation = optional(bool, false)
  }))
  default = {}
}

variable "trusted_event_accounts" {
  description = "Other AWS accounts that may listen to the cost bus by rules of their own on it (docs/cur/many-payers.md). None by default."
  type        = set(string)
  default     = []
}

variable "expected_reports" {
  description = "Reports (as `almanac cur status` names them) that must keep coming: an alarm rings after so many hours in which nothing of one was published. None by default."
  type        = list(object({ report = string, hours = number }))
  default     = []
}

variable "shadow_report_prefixes" {
  description = "Key prefixes in the landing bucket of reports that are ingested and reconciled but kept out of all totals, for example a second export of the same costs."
  type        = list(string)
  default     = []
}

variable "curated_retention_days" {
  description = "Days that the curated files of a delivery are kept after it was replaced."
  type        = number
  default     = 30
}

variable "account_names" {
  description = "What people call the accounts, by account number: alerts name them (docs/cur/many-payers.md)."
  type        = map(string)
  default     = {}
}

variable "account_names_from_organization" {
  description = "Takes account names from AWS Organizations, below account_names; only where this account may list the organisation's accounts."
  type        = bool
  default     = false
}

variable "alert_emails" {
  description = "Addresses that get the cost alerts (published reports, failed files); each must confirm a subscription mail."
  type        = set(string)
  default     = []
}

variable "ops_emails" {
  description = "Addresses that get the operational alarms; each must confirm a subscription mail."
  type        = set(string)
  default     = []
}

variable "functions_dir" {
  description = "Folder that holds one built zip per function; a relative path starts at this folder."
  type        = string
  default     = "../dist"
}

variable "log_level" {
  description = "Least severe level that the functions log."
  type        = string
  default     = "INFO"

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN", "ERROR"], var.log_level)
    error_message = "log_level must be DEBUG, INFO, WARN or ERROR."
  }
}

variable "cur" {
  description = "Tuning of the cost report pipeline; what each number means stands in modules/cur/variables.tf."
  type = object({
    timeout_seconds        = optional(number, 300)
    visibility_seconds     = optional(number, 1800)
    heartbeat_seconds      = optional(number, 60)
    retry_delay_seconds    = optional(number, 30)
    maximum_concurrency    = optional(number, 50)
    memory_mb              = optional(number, 2048)
    max_line_bytes         = optional(number, 16777216)
    max_uncompressed_bytes = optional(number, 107374182400)
  })
  default = {}
}

variable "athena_views" {
  description = "Makes the Athena view `focus` of the line items that count, so that queries need no join. Off only where Athena has no views, as on the local stack."
  type        = bool
  default     = true
}

variable "schema_registry_enabled" {
  description = "Makes the EventBridge schema registries, which hold the contracts in schemas/. False only where there is no such service, as in a local emulator."
  type        = bool
  default     = true
}

variable "events" {
  description = "Tuning of the functions that handle events; what each number means stands in modules/events/variables.tf."
  type = object({
    timeout_seconds      = optional(number, 60)
    visibility_seconds   = optional(number, 360)
    retry_delay_seconds  = optional(number, 30)
    maximum_concurrency  = optional(number, 10)
    audit_window_seconds = optional(number, 60)
    audit_retention_days = optional(number, 400)
  })
  default = {}
}

variable "media" {
  description = "Settings of the media consumers; what each one means stands in modules/media/variables.tf. github_repository and web_actions_topic_arn go together: without them no issues are opened."
  type = object({
    retry_limit                  = optional(number, 5)
    retry_base_seconds           = optional(number, 30)
    alert_emails                 = optional(set(string), [])
    web_actions_topic_arn        = optional(string)
    github_repository            = optional(string)
    machine_of_task_tokens_known = optional(bool, true)
  })
  default = {}
}
