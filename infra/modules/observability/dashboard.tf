resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = local.widgets })
}

locals {
  own      = "Almanac" # namespace of the functions' own metrics, dimension "service"
  services = { for part, names in { cur = var.cur.functions, events = var.events.functions } : part => join(" OR ", [for name in names : "\"${name}\""]) }

  graphs   = concat(local.cur_graphs, local.event_graphs)
  searches = concat([for search in local.cur_searches : concat(["cur"], search)], [for search in local.event_searches : concat(["events"], search)])

  contents = concat(
    [for graph in local.graphs : { title = graph[0], stat = graph[1], metrics = graph[2] }],
    [for search in local.searches : {
      title   = search[1]
      stat    = search[2]
      metrics = [for name in search[3] : [{ expression = "SEARCH('{${local.own},service} MetricName=\"${name}\" service=(${local.services[search[0]]})', '${search[2]}', 300)" }]]
    }],
  )

  widgets = [for index, content in local.contents : {
    type   = "metric"
    x      = index % 3 * 8
    y      = floor(index / 3) * 6
    width  = 8
    height = 6
    properties = {
      title   = content.title
      region  = var.region
      stat    = content.stat
      period  = 300
      view    = "timeSeries"
      metrics = content.metrics
    }
  }]
}
