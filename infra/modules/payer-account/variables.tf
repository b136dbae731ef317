variable "landing" {
  description = "Where the reports go: the stack's landing bucket (its output cur_bucket), and the account of the stack."
  type        = object({ bucket = string, account_id = string })

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.landing.bucket)) && can(regex("^[0-9]{12}$", var.landing.account_id))
    error_message = "landing needs the name of the stack's landing bucket and the stack's account number, for example { bucket = \"costlake-prod-0a1b2c3d\", account_id = \"123456789012\" }."
  }
}

variable "bucket_name" {
  description = "Name of the report bucket; null for one that ends in a hash of account and region."
  type        = string
  default     = null
}

variable "report" {
  description = <<-EOT
    The legacy Cost and Usage Report to create; null for none. prefix is the folder that it is delivered under, by default
    the number of the account, so that payers do not overwrite one another in the landing bucket. format is csv (gzip) or
    parquet; overwrite puts each delivery in the place of the one before; time_unit is HOURLY, DAILY or MONTHLY.
  EOT
  type = object({
    name      = string
    prefix    = optional(string)
    format    = optional(string, "csv")
    overwrite = optional(bool, true)
    time_unit = optional(string, "DAILY")
  })
  default = null

  validation {
    condition     = var.report == null || can(regex("^[0-9A-Za-z!_.*'()-]{1,256}$", var.report.name))
    error_message = "report.name has up to 256 letters, digits and characters of !-_.*'(), for example \"costs\"."
  }

  validation {
    condition     = try(var.report.prefix, null) == null || can(regex("^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$", var.report.prefix))
    error_message = "report.prefix is a folder without slashes at its ends, for example \"acme\"."
  }

  validation {
    condition     = var.report == null || contains(["csv", "parquet"], try(var.report.format, ""))
    error_message = "report.format is \"csv\" or \"parquet\"."
  }

  validation {
    condition     = var.report == null || contains(["HOURLY", "DAILY", "MONTHLY"], try(var.report.time_unit, ""))
    error_message = "report.time_unit is HOURLY, DAILY or MONTHLY."
  }
}
