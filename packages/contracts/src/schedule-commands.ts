import * as z from 'zod';
import { idempotencyKey, scheduleCreation, scheduleId, scheduleInput, scheduleName } from './api/schedule-fields.ts';

export const SCHEDULE_ACTIONS = ['create', 'update', 'delete', 'pause', 'resume'] as const;

const sender = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'It must be 1 to 128 visible ASCII characters')
  .optional()
  .describe('Who asks: the schedule is created by `sns:<created_by>`');

/** One of the two names the schedule. */
const which = { schedule_id: scheduleId.optional(), name: scheduleName.optional(), created_by: sender };

/** A message on the topic `schedule-creation`: what the REST API does, by message. */
export const scheduleCommand = z.discriminatedUnion('action', [
  z
    .object({
      action: z.literal('create'),
      schedule: scheduleCreation,
      idempotency_key: idempotencyKey.optional(),
      created_by: sender,
    })
    .strict(),
  z
    .object({
      action: z.literal('update'),
      schedule: scheduleInput,
      ...which,
      if_match: z.int().positive().optional().describe('Only where this is the version still'),
    })
    .strict(),
  ...(['delete', 'pause', 'resume'] as const).map((action) =>
    z.object({ action: z.literal(action), ...which }).strict(),
  ),
]);
export type ScheduleCommand = z.output<typeof scheduleCommand>;
