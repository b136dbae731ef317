stage               = "dev"
allowed_account_ids = [] # your development account, for example ["123456789012"]

alert_emails = []
ops_emails   = []

cur = {
  timeout_seconds     = 300
  visibility_seconds  = 1800
  heartbeat_seconds   = 60
  retry_delay_seconds = 30
}
