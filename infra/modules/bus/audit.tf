# A copy of every event goes to the audit queue, with the name of its bus, which an
# event does not carry. Replayed events are left out: they were copied when they came.
module "audit_rule" {
  source = "../rule"

  name            = "${var.name}-audit"
  description     = "Copies every event of ${var.name} for the audit"
  bus_name        = aws_cloudwatch_event_bus.this.name
  pattern         = jsonencode({ replay-name = [{ exists = false }] })
  input_template  = "{\"bus\": \"${var.name}\", \"event\": <aws.events.event.json>}"
  target_arn      = var.audit.arn
  dlq_arn         = var.audit.dlq_arn
  alarm_topic_arn = var.alarm_topic_arn
}
