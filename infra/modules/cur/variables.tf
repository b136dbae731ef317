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
    timeout_seconds: longest run of one parser or publisher invocation.
    visibility_seconds: how long a message stays hidden from other workers unless a function says otherwise.
    heartbeat_seconds: the short visibility that the parser takes and extends while it works, so that a killed one is retried soon.
    retry_delay_seconds: back-off after the first error, doubled each time.
    maximum_concurrency: files parsed, and deliveries published, at the same time.
    memory_mb: memory of each of the two functions.
    max_line_bytes, max_uncompressed_bytes: a report beyond them fails with an error that names the limit.
  EOT
  type = object({
    timeout_seconds        = number
    visibility_seconds     = number
    heartbeat_seconds      = number
    retry_delay_seconds    = number
    maximum_concurrency    = number
    memory_mb              = number
    max_line_bytes         = number
    max_uncompressed_bytes = number
  })

  validation {
    condition     = var.tuning.visibility_seconds >= var.tuning.timeout_seconds
    error_message = "cur.visibility_seconds must be at least cur.timeout_seconds: SQS would hand a message out again while it is being worked on."
  }

  validation {
    condition     = var.tuning.heartbeat_seconds >= 3 && var.tuning.heartbeat_seconds <= var.tuning.visibility_seconds
    error_message = "cur.heartbeat_seconds must be between 3 and cur.visibility_seconds."
  }

  validation {
    condition     = alltrue([for value in values(var.tuning) : value > 0 && floor(value) == value])
    error_message = "Every number of cur must be a whole number above 0."
  }
}

variable "bus" {
  description = "The cost event bus."
  type        = object({ name = string, arn = string })
}

variable "outbox" {
  description = "Queue of the events that the bus did not take at first; they are published from there."
  type        = object({ url = string, arn = string })
}

variable "alerts" {
  description = "Topic of the operational alarms, and the key that encrypts every topic."
  type        = object({ topic_arn = string, key_arn = string })
}

variable "expected_reports" {
  description = "Reports that must keep coming, and after how many hours of silence an alarm rings."
  type        = list(object({ report = string, hours = number }))
  default     = []

  validation {
    condition     = alltrue([for expected in var.expected_reports : can(regex("^[A-Za-z0-9._-]{1,200}$", expected.report)) && expected.hours >= 1 && expected.hours <= 168 && floor(expected.hours) == expected.hours])
    error_message = "Each of expected_reports needs a report name of [A-Za-z0-9._-] and whole hours from 1 to 168, for example { report = \"monthly.csv.gz\", hours = 48 }."
  }

  validation {
    condition     = length(distinct(var.expected_reports[*].report)) == length(var.expected_reports)
    error_message = "expected_reports names a report twice."
  }
}

variable "payer_account_ids" {
  description = "Accounts whose cost reports may be delivered into the landing bucket; none by default."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.payer_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "payer_account_ids are AWS account numbers of 12 digits in quotes, for example [\"123456789012\"]."
  }

  validation {
    condition     = length(var.payer_account_ids) <= 40
    error_message = "payer_account_ids takes up to 40 accounts: S3 allows 20 kB of policy for the landing bucket."
  }
}

variable "data_exports" {
  description = "Exports of this account's own costs into the landing bucket, by name; what each field means stands in modules/data-export."
  type = map(object({
    table                 = string
    prefix                = string
    format                = string
    overwrite             = bool
    granularity           = string
    split_cost_allocation = bool
  }))
  default = {}
}

variable "alert_emails" {
  description = "Addresses that get the cost alerts."
  type        = set(string)
  default     = []
}

variable "force_destroy" {
  description = "Lets a destroy delete buckets that still hold data."
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

variable "shadow_report_prefixes" {
  description = "Key prefixes in the landing bucket of reports that are ingested and reconciled but kept out of all totals, for example a second export of the same costs."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for prefix in var.shadow_report_prefixes : can(regex("^[^,]+$", prefix)) && length(prefix) <= 1024])
    error_message = "Each of shadow_report_prefixes must be the beginning of a key of 1 to 1,024 characters without a comma, for example \"exports/focus/\"."
  }

  validation {
    condition     = length(join(",", concat(var.shadow_report_prefixes, var.expected_reports[*].report))) <= 3000
    error_message = "shadow_report_prefixes and the report names of expected_reports may have 3,000 characters together: a Lambda's environment holds 4 kB."
  }
}

variable "curated_retention_days" {
  description = "Days that the curated files of a delivery are kept after it was replaced."
  type        = number
  default     = 30

  validation {
    condition     = var.curated_retention_days >= 1 && floor(var.curated_retention_days) == var.curated_retention_days
    error_message = "curated_retention_days must be a whole number of at least 1: a query may still be reading what was replaced a moment ago."
  }
}

variable "account_names" {
  description = "What people call the accounts, by account number: alerts name them."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for id, name in var.account_names : can(regex("^[0-9]{12}$", id)) && length(name) >= 1 && length(name) <= 50])
    error_message = "account_names are names of 1 to 50 characters by AWS account number of 12 digits in quotes, for example { \"123456789012\" = \"payments\" }."
  }
}

variable "account_names_from_organization" {
  description = "Takes account names from AWS Organizations, below account_names; only where this account may list the organisation's accounts."
  type        = bool
  default     = false
}

variable "athena_views" {
  description = "Makes the view `focus` of the line items that count."
  type        = bool
  default     = true
}
