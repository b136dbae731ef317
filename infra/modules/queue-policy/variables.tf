variable "queue_name" {
  description = "Full name of the queue."
  type        = string
}

variable "senders" {
  description = "AWS services that may send here, each only on behalf of one resource; the key becomes the statement id."
  type        = map(object({ service = string, source_arn = string }))
}

variable "tls_only" {
  description = "Refuses plain http."
  type        = bool
}
