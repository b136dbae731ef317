stage               = "prod"
allowed_account_ids = [] # your production account, for example ["123456789012"]

alert_emails = []
ops_emails   = [] # name at least one address: alarms that reach nobody help nobody

# Whose cost reports may be delivered into the landing bucket, for example ["111122223333", "444455556666"]
payer_account_ids = []

# Exports of this account's own costs that AWS is told to make, for example { daily-costs = { table = "focus-1.2" } }
data_exports = {}

# Which other accounts may listen to the cost events, for example ["777788889999"]
trusted_event_accounts = []

# An alarm rings when one of these has not come for so long, for example [{ report = "monthly.csv.gz", hours = 48 }]
expected_reports = []

# Reports kept out of all totals, by the beginning of their keys, for example ["exports/focus/"]
shadow_report_prefixes = []

# What people call the accounts, for example { "111122223333" = "payments" }
account_names = {}

# Days that a delivery's curated files are kept after it was replaced
curated_retention_days = 30

cur = {
  timeout_seconds     = 300
  visibility_seconds  = 1800
  heartbeat_seconds   = 60
  retry_delay_seconds = 30
}

events = {
  timeout_seconds      = 60
  visibility_seconds   = 360
  retry_delay_seconds  = 30
  audit_window_seconds = 60
  audit_retention_days = 400
}

media = {
  retry_limit        = 5
  retry_base_seconds = 30
  alert_emails       = [] # whom to tell of downloads that failed for good
}

# The REST API (docs/schedules/security.md)
api = {
  token_minutes       = 15
  cors_origins        = [] # web pages that may call it, for example ["https://console.example.com"]
  requests_per_second = 200
  burst               = 400
}
