import * as z from 'zod';
import { operations } from './operation.ts';
import {
  groupName,
  idempotencyKey,
  instant,
  payload,
  SCHEDULE_STATUSES,
  scheduleCreation,
  scheduleDetails,
  scheduleId,
  scheduleInput,
  scheduleSummary,
  TARGET_TYPES,
} from './schedule-fields.ts';
import {
  groupChange,
  groupList,
  scheduleTemplate,
  scheduleTemplateList,
  templateName,
  templateUse,
} from './schedule-templates.ts';

const HANDLER = 'schedules-api';
const TAG = 'Schedules';

const byId = z.object({ id: scheduleId });
const byGroup = z.object({ group: groupName });
const byTemplate = z.object({ name: templateName });

/** A whole number as a query has it. */
const count = (max: number, standard: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, 'It must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(max))
    .default(standard);
const cursor = z.string().min(1).max(2_048).describe('`next_cursor` of the page before').optional();
const nextCursor = z.string().nullable().describe('For the next page; null on the last');
const time = z.iso.datetime();

const details = { description: 'The schedule', body: scheduleDetails, headers: { etag: 'Its version, for If-Match' } };
const EXPRESSION_ERRORS = [
  'invalid_schedule_expression',
  'invalid_timezone',
  'expression_in_past',
  'interval_too_short',
];
const INPUT_ERRORS = [
  ...EXPRESSION_ERRORS,
  'invalid_window',
  'invalid_target',
  'invalid_condition',
  'invalid_sensitive_field',
  'payload_too_large',
  'scheduler_refused',
];
/** The last two mean: the same request again, a little later. */
const WRITE_ERRORS = ['rate_limited', 'schedule_busy', 'schedule_not_in_sync'];

export const runRecord = z
  .object({
    run_id: z.string().describe('Of one schedule, sorts by planned time'),
    schedule_id: z.string(),
    planned_time: time.describe('When it was to run, UTC'),
    started_at: time.nullable(),
    finished_at: time.nullable(),
    attempt: z.int().positive().describe('1 for the first try'),
    manual: z.boolean().describe('Whether somebody asked for it'),
    outcome: z.enum(['started', 'published', 'skipped', 'failed']),
    reason: z.string().optional().describe('Why it was skipped'),
    latency_ms: z.int().nullable().describe('From planned to published'),
    error: z.string().optional(),
    action: z
      .object({
        outcome: z.enum(['succeeded', 'failed', 'retrying']),
        http_status: z.int().optional(),
        latency_ms: z.int().optional(),
        error: z.object({ code: z.string(), message: z.string() }).optional(),
        attempt: z.int().optional(),
        recorded_at: time.optional(),
      })
      .optional()
      .describe('What became of the web action or notification'),
  })
  .meta({ id: 'ScheduleRun' });
export type RunRecord = z.infer<typeof runRecord>;

const previewAnswer = z
  .object({
    next_executions: z.array(time).describe('UTC'),
    local_times: z.array(z.string()).describe('The same on the clock of the zone, with its offset'),
    dst_notes: z.array(z.string()).describe('What changes of the clock do to them'),
    notes: z.array(z.string()).describe('Why there are fewer than asked for'),
  })
  .meta({ id: 'SchedulePreview' });

const EXAMPLE = {
  name: 'daily-tee-time-check',
  schedule_expression: 'cron(0 6 * * ? *)',
  timezone: 'America/New_York',
  target_type: 'web_action',
  payload: {
    action: 'check_tee_times',
    course_id: 'pebble-beach',
    date_offset_days: 1,
    preferred_time: '09:00',
    auto_book: true,
  },
};

/** `/api/schedules` and what belongs to it. */
export const SCHEDULE_OPERATIONS = operations({
  createSchedule: {
    method: 'POST',
    path: '/api/schedules',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Create a schedule',
    description: 'The same name with the same content, or the same idempotency key, gives the schedule that is there.',
    headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
    body: scheduleCreation,
    example: EXAMPLE,
    answers: {
      201: { ...details, description: 'The schedule that was created' },
      200: { ...details, description: 'The schedule that was there' },
    },
    errors: [
      ...INPUT_ERRORS,
      ...WRITE_ERRORS,
      'name_taken',
      'invalid_idempotency_key',
      'idempotency_key_reused',
      'schedule_quota_exceeded',
    ],
  },
  listSchedules: {
    method: 'GET',
    path: '/api/schedules',
    handler: HANDLER,
    scope: 'read',
    tag: TAG,
    summary: 'List schedules, newest first',
    description: 'Deleted schedules only with `status=deleted`.',
    query: z.object({
      status: z.enum(SCHEDULE_STATUSES).optional(),
      created_by: z.string().min(1).max(256).optional(),
      group: groupName.optional(),
      target_type: z.enum(TARGET_TYPES).optional(),
      name_prefix: z.string().min(1).max(128).optional(),
      limit: count(100, 50),
      cursor,
    }),
    answers: {
      200: {
        description: 'A page of schedules',
        body: z.object({ schedules: z.array(scheduleSummary), next_cursor: nextCursor }).meta({ id: 'ScheduleList' }),
      },
    },
    errors: ['invalid_cursor'],
  },
  previewSchedule: {
    method: 'POST',
    path: '/api/schedules/preview',
    handler: HANDLER,
    scope: 'read',
    tag: TAG,
    summary: 'See when an expression runs, without creating anything',
    body: z
      .object({
        schedule_expression: z.string().min(1).max(256),
        timezone: z.string().min(1).max(64).default('UTC'),
        start_date: instant.optional(),
        end_date: instant.optional(),
        from: instant.optional().describe('Runs after this instant; now where it is absent'),
        count: z.int().min(1).max(100).default(10),
      })
      .strict()
      .meta({ id: 'SchedulePreviewRequest' }),
    example: {
      schedule_expression: 'cron(30 2 * * ? *)',
      timezone: 'America/New_York',
      from: '2026-03-07T00:00:00Z',
      count: 3,
    },
    answers: { 200: { description: 'The next runs', body: previewAnswer } },
    errors: ['invalid_schedule_expression', 'invalid_timezone', 'invalid_window'],
  },
  listUpcoming: {
    method: 'GET',
    path: '/api/schedules/upcoming',
    handler: HANDLER,
    scope: 'read',
    tag: TAG,
    summary: 'The next runs of all active schedules, in order',
    query: z.object({
      from: instant.optional().describe('Now where it is absent'),
      to: instant.optional().describe('24 hours after `from` where it is absent; 31 days at most'),
      limit: count(1_000, 100),
    }),
    answers: {
      200: {
        description: 'Runs by time',
        body: z
          .object({
            runs: z.array(
              z.object({
                schedule_id: z.string(),
                name: z.string(),
                run_at: time,
                local_time: z.string(),
                timezone: z.string(),
              }),
            ),
            truncated: z.boolean().describe('Whether there are more until `to`'),
          })
          .meta({ id: 'UpcomingRuns' }),
      },
    },
    errors: ['invalid_window'],
  },
  getSchedule: {
    method: 'GET',
    path: '/api/schedules/{id}',
    handler: HANDLER,
    scope: 'read',
    tag: TAG,
    summary: 'One schedule',
    params: byId,
    answers: { 200: details },
    errors: ['schedule_not_found'],
  },
  updateSchedule: {
    method: 'PUT',
    path: '/api/schedules/{id}',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Replace the definition of a schedule',
    description:
      'What is not given takes its default. A sensitive field whose value is given as it is shown (`***`) keeps its value. With If-Match only where the version is still that one.',
    params: byId,
    headers: z.object({
      'if-match': z
        .string()
        .regex(/^(W\/)?"?\d{1,10}"?$/, 'If-Match is the ETag of the schedule, such as "3"')
        .optional(),
    }),
    body: scheduleInput,
    example: EXAMPLE,
    answers: { 200: details },
    errors: [
      ...INPUT_ERRORS,
      ...WRITE_ERRORS,
      'schedule_not_found',
      'name_taken',
      'version_conflict',
      'schedule_ended',
    ],
  },
  deleteSchedule: {
    method: 'DELETE',
    path: '/api/schedules/{id}',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Delete a schedule',
    description: 'It runs no more, its name is free again, and its record is kept for 90 days.',
    params: byId,
    answers: { 200: { ...details, description: 'The schedule that is deleted, now or before' } },
    errors: [...WRITE_ERRORS, 'schedule_not_found'],
  },
  pauseSchedule: {
    method: 'POST',
    path: '/api/schedules/{id}/pause',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Pause a schedule',
    params: byId,
    answers: { 200: { ...details, description: 'The schedule that is paused, now or before' } },
    errors: [...WRITE_ERRORS, 'schedule_not_found', 'schedule_ended'],
  },
  resumeSchedule: {
    method: 'POST',
    path: '/api/schedules/{id}/resume',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Resume a paused schedule',
    params: byId,
    answers: { 200: { ...details, description: 'The schedule that is active, now or before' } },
    errors: [...WRITE_ERRORS, 'schedule_not_found', 'schedule_ended', 'schedule_quota_exceeded'],
  },
  runSchedule: {
    method: 'POST',
    path: '/api/schedules/{id}/run',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Run a schedule now',
    description: 'Paused schedules too. The run is marked as manual and does not count for `max_runs`.',
    params: byId,
    headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
    body: z
      .object({ payload: payload.optional().describe('Instead of the payload of the schedule') })
      .strict()
      .meta({ id: 'RunRequest' }),
    bodyOptional: true,
    answers: {
      202: {
        description: 'The run is on its way',
        body: z.object({ schedule_id: scheduleId, run_id: z.string() }).meta({ id: 'RunAccepted' }),
      },
    },
    errors: [...WRITE_ERRORS, 'schedule_not_found', 'schedule_ended', 'payload_too_large', 'idempotency_key_reused'],
  },
  listRuns: {
    method: 'GET',
    path: '/api/schedules/{id}/runs',
    handler: HANDLER,
    scope: 'read',
    tag: TAG,
    summary: 'The runs of a schedule, latest first',
    params: byId,
    query: z.object({ limit: count(100, 50), cursor }),
    answers: {
      200: {
        description: 'A page of runs',
        body: z.object({ runs: z.array(runRecord), next_cursor: nextCursor }).meta({ id: 'RunList' }),
      },
    },
    errors: ['schedule_not_found', 'invalid_cursor'],
  },
  listChanges: {
    method: 'GET',
    path: '/api/schedules/{id}/audit',
    handler: HANDLER,
    scope: 'read',
    tag: TAG,
    summary: 'Who changed a schedule, when and how, latest first',
    params: byId,
    query: z.object({ limit: count(100, 50), cursor }),
    answers: {
      200: {
        description: 'A page of changes',
        body: z
          .object({
            changes: z.array(
              z.object({
                at: time,
                by: z.string(),
                action: z.string().describe('create, update, pause, resume, delete, complete, repair or run'),
                version: z.int(),
                changed: z
                  .record(z.string(), z.object({ before: z.json().optional(), after: z.json().optional() }))
                  .describe('Field by field; of payloads their SHA-256'),
              }),
            ),
            next_cursor: nextCursor,
          })
          .meta({ id: 'ScheduleAudit' }),
      },
    },
    errors: ['schedule_not_found', 'invalid_cursor'],
  },
  listGroups: {
    method: 'GET',
    path: '/api/schedule-groups',
    handler: HANDLER,
    scope: 'read',
    tag: 'Groups',
    summary: 'All groups, and how many schedules of each status they have',
    answers: { 200: { description: 'Groups by name', body: groupList } },
    errors: [],
  },
  pauseGroup: {
    method: 'POST',
    path: '/api/schedule-groups/{group}/pause',
    handler: HANDLER,
    scope: 'write',
    tag: 'Groups',
    summary: 'Pause all schedules of a group',
    params: byGroup,
    answers: { 200: { description: 'What became of each', body: groupChange } },
    errors: [...WRITE_ERRORS, 'group_not_found'],
  },
  resumeGroup: {
    method: 'POST',
    path: '/api/schedule-groups/{group}/resume',
    handler: HANDLER,
    scope: 'write',
    tag: 'Groups',
    summary: 'Resume all paused schedules of a group',
    params: byGroup,
    answers: { 200: { description: 'What became of each', body: groupChange } },
    errors: [...WRITE_ERRORS, 'group_not_found'],
  },
  deleteGroup: {
    method: 'DELETE',
    path: '/api/schedule-groups/{group}',
    handler: HANDLER,
    scope: 'write',
    tag: 'Groups',
    summary: 'Delete all schedules of a group',
    params: byGroup,
    answers: { 200: { description: 'What became of each', body: groupChange } },
    errors: [...WRITE_ERRORS, 'group_not_found'],
  },
  createTemplate: {
    method: 'POST',
    path: '/api/schedule-templates',
    handler: HANDLER,
    scope: 'write',
    tag: 'Templates',
    summary: 'Create a template, or replace one of your own',
    body: scheduleTemplate,
    answers: {
      201: { description: 'The template that was created', body: scheduleTemplate },
      200: { description: 'The template that was replaced', body: scheduleTemplate },
    },
    errors: [...WRITE_ERRORS, 'invalid_template', 'template_built_in', 'template_taken', 'payload_too_large'],
  },
  listTemplates: {
    method: 'GET',
    path: '/api/schedule-templates',
    handler: HANDLER,
    scope: 'read',
    tag: 'Templates',
    summary: 'All templates, by name',
    answers: { 200: { description: 'Templates by name', body: scheduleTemplateList } },
    errors: [],
  },
  getTemplate: {
    method: 'GET',
    path: '/api/schedule-templates/{name}',
    handler: HANDLER,
    scope: 'read',
    tag: 'Templates',
    summary: 'One template',
    params: byTemplate,
    answers: { 200: { description: 'The template', body: scheduleTemplate } },
    errors: ['template_not_found'],
  },
  deleteTemplate: {
    method: 'DELETE',
    path: '/api/schedule-templates/{name}',
    handler: HANDLER,
    scope: 'write',
    tag: 'Templates',
    summary: 'Delete a template of your own',
    description: 'Schedules that were made from it stay.',
    params: byTemplate,
    answers: { 204: { description: 'It is deleted' } },
    errors: [...WRITE_ERRORS, 'template_not_found', 'template_built_in', 'template_taken'],
  },
  useTemplate: {
    method: 'POST',
    path: '/api/schedule-templates/{name}/schedules',
    handler: HANDLER,
    scope: 'write',
    tag: 'Templates',
    summary: 'Create a schedule from a template',
    params: byTemplate,
    headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
    body: templateUse,
    example: { parameters: { name: 'morning-check', hour: 6, url: 'https://api.example.com/check' } },
    answers: {
      201: { ...details, description: 'The schedule that was created' },
      200: { ...details, description: 'The schedule that was there' },
    },
    errors: [
      ...INPUT_ERRORS,
      ...WRITE_ERRORS,
      'template_not_found',
      'missing_parameter',
      'unknown_parameter',
      'name_taken',
      'invalid_idempotency_key',
      'idempotency_key_reused',
      'schedule_quota_exceeded',
    ],
  },
});
