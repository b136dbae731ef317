# The local stack: the documented names (stage "dev") in the emulator's account.
stage               = "dev"
allowed_account_ids = ["000000000000"]

force_destroy       = true
deletion_protection = false
athena_views        = false # the emulator's Athena has none
tls_only            = false # the emulator speaks plain http and enforces the policies
log_level           = "DEBUG"

# Lets tests have a report that is kept out of all totals.
shadow_report_prefixes = ["shadow/"]

# Names of the sample reports' accounts; of the second one none, as an account may have no name.
account_names = {
  "417283946105" = "shared"
  "638402917554" = "data"
}

# Short times, so that a killed function or a bad file is retried within a test's patience.
cur = {
  timeout_seconds     = 25
  visibility_seconds  = 30
  heartbeat_seconds   = 8
  retry_delay_seconds = 2
  maximum_concurrency = 4
}

# The emulator has no schema registry.
schema_registry_enabled = false

events = {
  timeout_seconds      = 25
  visibility_seconds   = 30
  retry_delay_seconds  = 2
  maximum_concurrency  = 4
  audit_window_seconds = 1
}

media = {
  retry_base_seconds = 1

  # The emulator's IAM does not look into a task token for the machine that it belongs to.
  machine_of_task_tokens_known = false
}

api = {
  cors_origins = ["http://localhost:3000"]
}

schedules = {
  tuning = {
    timeout_seconds     = 25
    visibility_seconds  = 30
    retry_delay_seconds = 2
    maximum_concurrency = 4
  }
  limits = { writes_per_minute = 600 }
}

# Servers of tests take a port that is free.
web_action_hosts = [{ host = "127.0.0.1", any_port = true, http = true, private = true }]

# The emulator's IAM takes every schedule for one of the group "default".
schedule_arns_have_group = false

# Nobody is subscribed to the mails but the tests.
notification_channels = { email = { default = true } }
