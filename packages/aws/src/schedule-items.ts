import { SCHEDULE_STATUSES, scheduleInput } from '@almanac/contracts';
import { stableId } from '@almanac/kernel';
import type { Schedule, ScheduleChange } from '@almanac/schedules';
import * as z from 'zod';
import { decimal } from './ledger-items.ts';

/** What lies deeper than DynamoDB takes, or has numbers and keys that it does not take: kept as JSON text. */
const JSON_FIELDS = ['payload', 'condition', 'retry_policy'] as const;

/** Attributes of the item of a schedule; what is undefined has none. */
export const scheduleAttributes = (schedule: Schedule): Record<string, unknown> => ({
  ...schedule,
  ...Object.fromEntries(
    JSON_FIELDS.flatMap((field) => (schedule[field] === undefined ? [] : [[field, JSON.stringify(schedule[field])]])),
  ),
});

const whole = decimal.transform((number) => Number(number.toString()));
const json = z.string().transform((text): unknown => JSON.parse(text));
const shape = scheduleInput.shape;
const optionalText = z.string().optional();

const scheduleItem = z.object({
  schedule_id: z.string(),
  name: z.string(),
  description: optionalText,
  status: z.enum(SCHEDULE_STATUSES),
  version: whole,
  synced_version: whole,
  schedule_expression: z.string(),
  timezone: z.string(),
  target_type: shape.target_type,
  target_topic_arn: z.string(),
  payload: json.pipe(shape.payload),
  sealed: optionalText,
  payload_hash: z.string(),
  sensitive_fields: z.array(z.string()).optional(),
  group: optionalText,
  start_date: optionalText,
  end_date: optionalText,
  max_runs: whole.optional(),
  flexible_window_minutes: whole.optional(),
  retry_policy: json.pipe(shape.retry_policy).optional(),
  condition: json.pipe(shape.condition).optional(),
  anchor_date: z.string(),
  eventbridge_arn: z.string().nullable(),
  created_by: z.string(),
  created_date: z.string(),
  updated_date: z.string(),
  run_count: whole,
  last_triggered: z.string().nullable(),
  last_outcome: z.enum(['published', 'skipped', 'failed']).optional(),
  ttl: whole.optional(),
});

/** A schedule as its item says. */
export function scheduleOf(item: unknown): Schedule {
  const { last_outcome, sealed, ttl, ...rest } = scheduleItem.parse(item);
  return {
    ...rest,
    ...(last_outcome && { last_outcome }),
    ...(sealed !== undefined && { sealed }),
    ...(ttl !== undefined && { ttl }),
  };
}

/** Attributes that a change of the definition sets or, where they are undefined, removes. */
export const REPLACED = Object.keys(scheduleItem.shape).filter(
  (name) =>
    !['schedule_id', 'created_by', 'created_date', 'run_count', 'last_triggered', 'last_outcome'].includes(name),
);

/** Changes sort by time, those of one moment by version; what they say tells the rest apart. */
export const changeItem = (schedule_id: string, change: ScheduleChange) => ({
  schedule_id,
  change_id: `${change.at}#${String(change.version).padStart(10, '0')}#${change.action}#${stableId(JSON.stringify(change.changed))}`,
  ...change,
  changed: JSON.stringify(change.changed),
});

const storedChange = z.object({
  at: z.string(),
  by: z.string(),
  action: z.enum(['create', 'update', 'pause', 'resume', 'delete', 'complete', 'repair', 'run']),
  version: whole,
  changed: json.pipe(z.record(z.string(), z.object({ before: z.json().optional(), after: z.json().optional() }))),
});

const change = storedChange.transform(
  ({ changed, ...rest }): ScheduleChange => ({ ...rest, changed: definedIn(changed) }),
);
export const changeOf = (item: unknown): ScheduleChange => change.parse(item);

const definedIn = (changed: z.infer<typeof storedChange>['changed']): ScheduleChange['changed'] =>
  Object.fromEntries(
    Object.entries(changed).map(([field, { before, after }]) => [
      field,
      { ...(before !== undefined && { before }), ...(after !== undefined && { after }) },
    ]),
  );
