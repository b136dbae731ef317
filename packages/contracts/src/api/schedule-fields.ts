import * as z from 'zod';
import { line } from './text-fields.ts';

export const TARGET_TYPES = ['web_action', 'notification', 'custom'] as const;
export const SCHEDULE_STATUSES = ['active', 'paused', 'completed', 'deleted'] as const;

export const scheduleId = z
  .string()
  .regex(/^sched_[0-9a-z]{26}$/, 'A schedule id looks like sched_01jc3k5m8n9p0q1r2s3t4v5w6x')
  .meta({
    description: '`sched_` and a ULID in lower case: ids sort by their time',
    example: 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x',
  });

export const scheduleName = line(128).describe('Unique among schedules that are not deleted or completed');
export const groupName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'A group is 1 to 64 letters, digits, hyphens, dots or underscores')
  .describe('Schedules that are paused, resumed and deleted together');

/** An offset can carry an instant beyond the years that four digits write. What is no instant is told of already. */
function hasFourDigitYear(text: string): boolean {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || /^\d{4}-/.test(at.toISOString());
}

/** An instant with its offset; kept in UTC, to the second. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine(hasFourDigitYear, 'In UTC it must be of the years 0000 to 9999')
  .transform((text) => `${new Date(text).toISOString().slice(0, 19)}Z`)
  .describe('ISO 8601 with offset, such as 2026-11-28T09:00:00Z');

export const retryPolicy = z
  .object({
    max_attempts: z.int().min(0).max(185).default(3).describe('Times that Scheduler tries again to start a run'),
    max_age_seconds: z.int().min(60).max(86_400).default(3_600).describe('Age after which it gives up'),
  })
  .strict();

/** A JSON object of any depth, whose size is checked where it is stored. */
export const payload = z.record(z.string(), z.json()).describe('What the action gets; 200 KB at most');

/** What a user says of a schedule. */
const fields = {
  name: scheduleName,
  description: line(512).optional(),
  schedule_expression: z.string().min(1).max(256).meta({
    description: 'rate(n unit), at(yyyy-mm-ddThh:mm:ss) or cron(minutes hours day-of-month month day-of-week year)',
    example: 'cron(0 6 * * ? *)',
  }),
  timezone: z.string().min(1).max(64).default('UTC').describe('IANA time zone, such as America/New_York'),
  target_type: z.enum(TARGET_TYPES),
  target_topic_arn: z.string().min(1).max(256).optional().describe('For `custom` only: the SNS topic to publish to'),
  payload: payload.default({}),
  sensitive_fields: z
    .array(z.string().min(1).max(256))
    .max(50)
    .optional()
    .describe('Fields of the payload, such as `token` or `login.password`, that are encrypted and never shown'),
  group: groupName.optional(),
  start_date: instant.optional().describe('First instant of the window, and first run of a rate'),
  end_date: instant.optional().describe('Last instant of the window'),
  max_runs: z.int().min(1).max(1_000_000).optional().describe('Runs after which the schedule is completed'),
  flexible_window_minutes: z.int().min(1).max(1_440).optional().describe('Minutes by which a run may be late'),
  retry_policy: retryPolicy.optional(),
  condition: z
    .json()
    .optional()
    .describe(
      'JsonLogic rule over `payload`, `last_outcome`, `now`, `scheduled_time`, `date`, `time`, `weekday`, `run_count`: it runs only where this is true',
    ),
};

export const scheduleInput = z.object(fields).strict().meta({ id: 'ScheduleInput' });
/** A schedule as its user defines it, with all defaults filled in. */
export type ScheduleInput = z.output<typeof scheduleInput>;

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'An idempotency key is 1 to 128 visible ASCII characters')
  .describe('The same key again gives the same schedule again');

export const scheduleCreation = z
  .object({ ...fields, idempotency_key: idempotencyKey.optional() })
  .strict()
  .meta({ id: 'ScheduleCreation' });
export type ScheduleCreation = z.output<typeof scheduleCreation>;

const time = z.iso.datetime().describe('UTC');

/** What lists show of a schedule. */
const summaryFields = {
  schedule_id: scheduleId,
  name: z.string(),
  description: z.string().optional(),
  status: z.enum(SCHEDULE_STATUSES),
  schedule_expression: z.string(),
  timezone: z.string(),
  target_type: z.enum(TARGET_TYPES),
  group: z.string().optional(),
  eventbridge_arn: z.string().nullable().describe('ARN of the EventBridge schedule; null until it is made'),
  next_execution: time.nullable().describe('The next run, for active schedules'),
  last_triggered: time.nullable(),
  run_count: z.int().nonnegative(),
  created_by: z.string(),
  created_at: time,
  updated_at: time,
  version: z.int().positive().describe('Grows with every change; what If-Match compares'),
};

export const scheduleSummary = z.object(summaryFields).meta({ id: 'ScheduleSummary' });
export type ScheduleSummary = z.infer<typeof scheduleSummary>;

export const scheduleDetails = z
  .object({
    ...summaryFields,
    target_topic_arn: z.string(),
    payload,
    sensitive_fields: z.array(z.string()).optional(),
    start_date: time.optional(),
    end_date: time.optional(),
    max_runs: z.int().optional(),
    flexible_window_minutes: z.int().optional(),
    retry_policy: z.object({ max_attempts: z.int(), max_age_seconds: z.int() }).optional(),
    condition: z.json().optional(),
    in_sync: z
      .boolean()
      .describe('Whether EventBridge Scheduler is known to have this version; the reconciler repairs it'),
    notes: z
      .array(z.string())
      .optional()
      .describe('What is unusual, such as an expression that names no date that ever comes'),
  })
  .meta({ id: 'Schedule' });
export type ScheduleDetails = z.infer<typeof scheduleDetails>;
