import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { SCHEDULES_EVENT_SOURCE } from '../sources.ts';
import { messageId, requestedBy } from './schedule-command-fields.ts';

export const scheduleCommandRejected = eventContract({
  name: 'ScheduleCommandRejected',
  version: '1.0',
  bus: 'schedules',
  source: SCHEDULES_EVENT_SOURCE,
  summary: 'What a message asked for of a schedule cannot be done, and is not tried again.',
  producers: ['schedule-commands'],
  detail: z.object({
    metadata: eventMetadata,
    messageId,
    requestedBy,
    action: z.string().optional().describe('What was asked for, as far as it could be read'),
    scheduleName: z.string().optional().describe('Name of the schedule, where the message has one'),
    reason: z.object({
      error: z.string().min(1).describe('What is wrong, for programs, as the REST API says it'),
      message: z.string().min(1).describe('What is wrong and what to do, in a sentence'),
      details: z.string().optional().describe('JSON text of what the REST API answers as `details`'),
    }),
  }),
  example: {
    messageId: '7f1b5c0e-8a2d-5e64-9d0b-0c1f3a5b7d9e',
    requestedBy: 'sns',
    action: 'create',
    scheduleName: 'daily-tee-time-check',
    reason: {
      error: 'interval_too_short',
      message: 'rate(1 minute) has runs 60 seconds apart, and 300 is the shortest allowed',
      details: '{"interval_seconds":60}',
    },
  },
});
export type ScheduleCommandRejected = DetailOf<typeof scheduleCommandRejected>;
