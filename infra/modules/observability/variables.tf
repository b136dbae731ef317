variable "name" {
  description = "Name of the dashboard."
  type        = string
}

variable "region" {
  description = "Region of the metrics."
  type        = string
}

variable "cur" {
  description = "Names of the cost report pipeline's parts."
  type = object({
    rule      = string
    queues    = list(string)
    dlqs      = list(string)
    functions = list(string)
    tables    = list(string)
    topic     = string
  })
}
