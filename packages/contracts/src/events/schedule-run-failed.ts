import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { SCHEDULES_EVENT_SOURCE } from '../sources.ts';
import { manual, runId, scheduledTime, scheduleId } from './schedule-run-fields.ts';

export const scheduleRunFailed = eventContract({
  name: 'ScheduleRunFailed',
  version: '1.0',
  bus: 'schedules',
  source: SCHEDULES_EVENT_SOURCE,
  summary: 'A run ended for good without being published.',
  producers: ['schedule-runner'],
  detail: z.object({
    metadata: eventMetadata,
    kind: z
      .enum(['schedule', 'topic'])
      .describe('Whose run it was: of a dynamic schedule or of the schedule of a topic'),
    scheduleId,
    runId,
    scheduledTime,
    manual,
    attempts: z.int().positive().describe('How often it was tried'),
    code: z.string().min(1).describe('What went wrong, for machines'),
    message: z.string().min(1).describe('What went wrong, for people'),
  }),
  example: {
    kind: 'schedule',
    scheduleId: 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x',
    runId: '2026-11-28T11:00:00Z',
    scheduledTime: '2026-11-28T11:00:00Z',
    manual: false,
    attempts: 3,
    code: 'TARGET_TOPIC_NOT_FOUND',
    message: 'There is no topic arn:aws:sns:us-east-1:111122223333:orders: create it, or change the schedule',
  },
});
export type ScheduleRunFailed = DetailOf<typeof scheduleRunFailed>;
