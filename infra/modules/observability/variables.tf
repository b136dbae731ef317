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

variable "events" {
  description = "Names of the parts that events travel through; the rules and dead-letter queues of all consumers among them."
  type = object({
    buses         = list(string)
    rules         = list(object({ bus = string, rule = string }))
    queues        = list(string)
    dlqs          = list(string)
    functions     = list(string)
    tables        = list(string)
    topics        = list(string)
    state_machine = string
  })
}
