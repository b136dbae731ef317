import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { SCHEDULES_EVENT_SOURCE } from '../sources.ts';
import { messageId, requestedBy } from './schedule-command-fields.ts';
import { scheduleId } from './schedule-run-fields.ts';

export const scheduleCommandAccepted = eventContract({
  name: 'ScheduleCommandAccepted',
  version: '1.0',
  bus: 'schedules',
  source: SCHEDULES_EVENT_SOURCE,
  summary: 'What a message asked for of a schedule was done, now or by an earlier message.',
  producers: ['schedule-commands'],
  detail: z.object({
    metadata: eventMetadata,
    messageId,
    requestedBy,
    action: z.enum(['create', 'update', 'delete', 'pause', 'resume']).describe('What was asked for'),
    scheduleId,
    scheduleName: z.string().min(1).describe('Name of the schedule'),
    status: z.enum(['active', 'paused', 'completed', 'deleted']).describe('Status of the schedule'),
    scheduleVersion: z.int().positive().describe('Version of the schedule'),
    created: z.boolean().optional().describe('For `create`: false where the schedule was there'),
  }),
  example: {
    messageId: '7f1b5c0e-8a2d-5e64-9d0b-0c1f3a5b7d9e',
    requestedBy: 'sns:booking-service',
    action: 'create',
    scheduleId: 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x',
    scheduleName: 'daily-tee-time-check',
    status: 'active',
    scheduleVersion: 1,
    created: true,
  },
});
export type ScheduleCommandAccepted = DetailOf<typeof scheduleCommandAccepted>;
