variable "name" {
  description = "Name of the export, unique in the account; part of every delivered key."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,128}$", var.name))
    error_message = "The name of a data export has up to 128 letters, digits, hyphens and underscores, for example \"daily-costs\"."
  }
}

variable "table" {
  description = "What is exported: cur-2.0 (Cost and Usage Report 2.0) or focus-1.2 (FOCUS 1.2 with AWS columns)."
  type        = string

  validation {
    condition     = contains(["cur-2.0", "focus-1.2"], var.table)
    error_message = "The table of a data export is \"cur-2.0\" or \"focus-1.2\"."
  }
}

variable "destination" {
  description = "Bucket of this account that it is delivered to, the bucket's region, and the folder in it."
  type        = object({ bucket = string, region = string, prefix = string })

  validation {
    condition     = can(regex("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$", var.destination.prefix))
    error_message = "The prefix of a data export is a folder without slashes at its ends, for example \"exports\"."
  }
}

variable "format" {
  description = "csv (gzip) or parquet."
  type        = string
  default     = "csv"

  validation {
    condition     = contains(["csv", "parquet"], var.format)
    error_message = "The format of a data export is \"csv\" or \"parquet\"."
  }
}

variable "overwrite" {
  description = "Each delivery takes the place of the one before it; otherwise it lies beside it, in a folder of its own."
  type        = bool
  default     = true
}

variable "granularity" {
  description = "What one line item sums up: HOURLY, DAILY or MONTHLY."
  type        = string
  default     = "DAILY"

  validation {
    condition     = contains(["HOURLY", "DAILY", "MONTHLY"], var.granularity)
    error_message = "The granularity of a data export is HOURLY, DAILY or MONTHLY."
  }
}

variable "split_cost_allocation" {
  description = "Adds rows and columns that split instances among their containers; of cur-2.0 only, and to be switched on in the account as well."
  type        = bool
  default     = false

  validation {
    condition     = !var.split_cost_allocation || var.table == "cur-2.0"
    error_message = "Only a data export of table \"cur-2.0\" has split cost allocation."
  }
}
