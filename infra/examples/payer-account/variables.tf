variable "payer_account_id" {
  description = "The account that this is applied to; any other is refused."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.payer_account_id))
    error_message = "payer_account_id is an AWS account number of 12 digits in quotes."
  }
}

variable "region" {
  description = "Region of the report bucket; it need not be that of the stack."
  type        = string
  default     = "us-east-1"
}

variable "landing_bucket" {
  description = "The stack's landing bucket: its output cur_bucket."
  type        = string
}

variable "landing_account_id" {
  description = "The account of the stack."
  type        = string
}

variable "report_name" {
  description = "Name of the Cost and Usage Report to create."
  type        = string
  default     = "almanac"
}
