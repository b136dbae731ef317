stage               = "prod"
allowed_account_ids = [] # your production account, for example ["123456789012"]

alert_emails = []
ops_emails   = [] # name at least one address: alarms that reach nobody help nobody

# An alarm rings when one of these has not come for so long, for example [{ report = "monthly.csv.gz", hours = 48 }]
expected_reports = []

cur = {
  timeout_seconds     = 300
  visibility_seconds  = 1800
  heartbeat_seconds   = 60
  retry_delay_seconds = 30
}
