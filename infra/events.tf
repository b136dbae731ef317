# Which consumers there are: data, read here, by the generated documentation and by tests.
locals {
  declared  = jsondecode(file("${path.module}/event-consumers.json"))
  consumers = { for consumer in local.declared : consumer.name => merge(consumer, { detail = can(consumer.detail) ? jsonencode(consumer.detail) : null }) }

  # Output by output: a module named as a whole would have to be finished first, and the buses send to what is behind them.
  buses = {
    cost      = { name = module.cost_bus.name, audit_rule_name = module.cost_bus.audit_rule_name, audit_rule_arn = module.cost_bus.audit_rule_arn }
    media     = { name = module.media_bus.name, audit_rule_name = module.media_bus.audit_rule_name, audit_rule_arn = module.media_bus.audit_rule_arn }
    schedules = { name = module.schedules_bus.name, audit_rule_name = module.schedules_bus.audit_rule_name, audit_rule_arn = module.schedules_bus.audit_rule_arn }
  }

  # The names that its documents use hold in the stage dev; elsewhere the stage tells stacks apart.
  media_suffix = var.stage == "dev" ? "" : "-${var.stage}"

  events_dashboard = {
    buses = values(local.buses)[*].name
    rules = concat(
      [for bus in values(local.buses) : { bus = bus.name, rule = bus.audit_rule_name }],
      [for name, consumer in local.consumers : { bus = local.buses[consumer.bus].name, rule = module.consumer[name].rule_name }],
    )
    queues        = concat(compact(values(module.consumer)[*].queue_name), module.media.dashboard.queues, module.events.dashboard.queues)
    dlqs          = concat([for consumer in module.consumer : consumer.dlq.name], module.media.dashboard.dlqs, module.events.dashboard.dlqs)
    functions     = concat(module.media.dashboard.functions, module.events.dashboard.functions)
    tables        = concat(module.media.dashboard.tables, module.events.dashboard.tables)
    topics        = module.media.dashboard.topics
    state_machine = module.media.dashboard.state_machine
  }
}
