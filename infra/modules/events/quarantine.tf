# Events that a consumer received and that break their contract, with the fields that
# do. Publishers check before they send, so each of these came past them.
module "quarantine" {
  source = "../dlq"

  name            = "${var.name_prefix}event-quarantine-${var.stage}"
  runbook         = "quarantine-not-empty"
  alarm_topic_arn = var.alerts.topic_arn
  tls_only        = var.tls_only
}
