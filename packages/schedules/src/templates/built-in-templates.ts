import type { ScheduleTemplate } from '@almanac/contracts';

const timezone = { description: 'IANA time zone', default: 'UTC' };
const hour = { description: 'Hour of the day, 0 to 23', default: 9 };
const minute = { description: 'Minute of the hour, 0 to 59', default: 0 };
const name = { description: 'Name of the schedule' };
const url = { description: 'Address, whose host must be an allowed one' };

/** Templates that come with the stack, by name. */
export const BUILT_IN_TEMPLATES: readonly ScheduleTemplate[] = [
  {
    name: 'business-hours-poll',
    description: 'Requests an address every so many minutes in the working hours of the days from Monday to Friday',
    parameters: {
      name,
      url,
      every_minutes: { description: 'Minutes between two requests, 1 to 59', default: 15 },
      first_hour: { description: 'First hour of the day', default: 8 },
      last_hour: { description: 'Last hour of the day, to its end', default: 17 },
      timezone,
    },
    schedule: {
      name: '{{name}}',
      schedule_expression: 'cron(0/{{every_minutes}} {{first_hour}}-{{last_hour}} ? * MON-FRI *)',
      timezone: '{{timezone}}',
      target_type: 'web_action',
      payload: { url: '{{url}}', method: 'GET' },
    },
    built_in: true,
  },
  {
    name: 'daily-web-check',
    description: 'Requests an address once a day',
    parameters: { name, url, hour: { ...hour, default: 6 }, minute, timezone },
    schedule: {
      name: '{{name}}',
      schedule_expression: 'cron({{minute}} {{hour}} * * ? *)',
      timezone: '{{timezone}}',
      target_type: 'web_action',
      payload: { url: '{{url}}', method: 'GET', timeout_ms: 10_000 },
    },
    built_in: true,
  },
  {
    name: 'month-end-report',
    description: 'Posts a request for a report on the last day of each month',
    parameters: {
      name,
      url,
      report: { description: 'Name of the report' },
      hour: { ...hour, default: 18 },
      minute,
      timezone,
    },
    schedule: {
      name: '{{name}}',
      schedule_expression: 'cron({{minute}} {{hour}} L * ? *)',
      timezone: '{{timezone}}',
      target_type: 'web_action',
      payload: { url: '{{url}}', method: 'POST', body: { report: '{{report}}', period: 'month' } },
    },
    built_in: true,
  },
  {
    name: 'one-time-reminder',
    description: 'Sends one notification at a given time',
    parameters: {
      name,
      at: { description: 'When, such as 2026-12-24T09:00:00 on the clock of the zone' },
      message: { description: 'Text of the notification' },
      timezone,
    },
    schedule: {
      name: '{{name}}',
      schedule_expression: 'at({{at}})',
      timezone: '{{timezone}}',
      target_type: 'notification',
      payload: { action: 'send_reminder', message: '{{message}}' },
    },
    built_in: true,
  },
  {
    name: 'weekly-notification',
    description: 'Sends a notification once a week',
    parameters: {
      name,
      message: { description: 'Text of the notification' },
      weekday: { description: 'SUN, MON, TUE, WED, THU, FRI or SAT', default: 'MON' },
      hour,
      minute,
      timezone,
    },
    schedule: {
      name: '{{name}}',
      schedule_expression: 'cron({{minute}} {{hour}} ? * {{weekday}} *)',
      timezone: '{{timezone}}',
      target_type: 'notification',
      payload: { action: 'send_notification', message: '{{message}}' },
    },
    built_in: true,
  },
];
