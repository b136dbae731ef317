variable "tables" {
  description = "Deployed names of the tables, by any key that is known beforehand."
  type        = map(string)
}

variable "alarm_topic_arn" {
  description = "Topic of the operational alarms."
  type        = string
}
