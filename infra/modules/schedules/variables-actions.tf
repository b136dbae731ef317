variable "web_action_hosts" {
  description = <<-EOT
    Hosts that web actions may be sent to (docs/schedules/web-actions.md). None by default: then no web action is sent.
    host: exact, or *.example.com for every name below it.
    port: the one port that is allowed; without it 443. any_port: every port, of a private host only.
    http: allows plain http too, without port on 80.
    private: allows addresses of private networks and of the machine itself; never those of metadata services.
    secret_arn, secret_header: a secret of Secrets Manager that is sent as this header, without it as authorization.
  EOT
  type = list(object({
    host          = string
    port          = optional(number)
    any_port      = optional(bool, false)
    http          = optional(bool, false)
    private       = optional(bool, false)
    secret_arn    = optional(string)
    secret_header = optional(string)
  }))
  default = []

  validation {
    condition     = alltrue([for entry in var.web_action_hosts : can(regex("^(\\*(\\.[a-z0-9-]+){2,}|[a-z0-9.-]+|\\[?[0-9a-f:.]+\\]?)$", lower(entry.host)))])
    error_message = "The host of an entry of web_action_hosts is a name, an address, or *. before a name such as *.example.com; without https:// and port."
  }

  validation {
    condition     = alltrue([for entry in var.web_action_hosts : !(entry.private && startswith(entry.host, "*"))])
    error_message = "An entry of web_action_hosts with private = true needs an exact host."
  }
}

variable "web_action_default_endpoint" {
  description = "URL that gets the payloads of web actions that name an action and no URL; its host has to be among web_action_hosts. Null for none."
  type        = string
  default     = null

  validation {
    condition     = var.web_action_default_endpoint == null || can(regex("^https?://[^[:space:]]+$", var.web_action_default_endpoint))
    error_message = "web_action_default_endpoint must be a URL, for example \"https://api.example.com/actions\"."
  }
}

variable "notification_channels" {
  description = <<-EOT
    Ways to reach people, by name (docs/schedules/notifications.md). None by default.
    type: ntfy, slack, teams, webhook or email; not needed where the name is one of them.
    secret_arn: secret of Secrets Manager that holds the channel's URL. url: the URL itself, for one that is not secret.
    default: takes notifications that name no channel.
    http, private: allow plain http, and an address of a private network.
  EOT
  type = map(object({
    type       = optional(string)
    url        = optional(string)
    secret_arn = optional(string)
    default    = optional(bool, false)
    http       = optional(bool, false)
    private    = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for name, channel in var.notification_channels : contains(["ntfy", "slack", "teams", "webhook", "email"], coalesce(channel.type, name))])
    error_message = "A channel of notification_channels that is not named ntfy, slack, teams, webhook or email needs one of these as its type."
  }

  validation {
    condition     = alltrue([for name, channel in var.notification_channels : length(compact([channel.url, channel.secret_arn])) == (coalesce(channel.type, name) == "email" ? 0 : 1)])
    error_message = "A channel of notification_channels has either url or secret_arn; one of type email has neither, but notification_emails."
  }
}

variable "notification_emails" {
  description = "Addresses of the channel email; each must confirm a subscription mail."
  type        = set(string)
  default     = []
}
