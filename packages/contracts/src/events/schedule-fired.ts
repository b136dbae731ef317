import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { SCHEDULES_EVENT_SOURCE } from '../sources.ts';
import { manual, runId, scheduledTime, scheduleId } from './schedule-run-fields.ts';

export const scheduleFired = eventContract({
  name: 'ScheduleFired',
  version: '1.0',
  bus: 'schedules',
  source: SCHEDULES_EVENT_SOURCE,
  summary: 'A run of a schedule was published to the topic of its target.',
  producers: ['schedule-runner'],
  detail: z.object({
    metadata: eventMetadata,
    scheduleId,
    scheduleName: z.string().min(1).describe('Name of the schedule'),
    runId,
    scheduledTime,
    publishedAt: z.iso.datetime().describe('When it was published, UTC'),
    latencyMs: z.int().describe('From planned to published'),
    attempt: z.int().positive().describe('Try that published it, from 1'),
    manual,
    targetType: z.enum(['web_action', 'notification', 'custom']).describe('Kind of its target'),
    targetTopicArn: z.string().min(1).describe('SNS topic that it was published to'),
    createdBy: z.string().min(1).describe('Who created the schedule'),
    group: z.string().min(1).optional().describe('Group of the schedule'),
  }),
  example: {
    scheduleId: 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x',
    scheduleName: 'daily-tee-time-check',
    runId: '2026-11-28T11:00:00Z',
    scheduledTime: '2026-11-28T11:00:00Z',
    publishedAt: '2026-11-28T11:00:01.250Z',
    latencyMs: 1250,
    attempt: 1,
    manual: false,
    targetType: 'web_action',
    targetTopicArn: 'arn:aws:sns:us-east-1:111122223333:web-actions-dev',
    createdBy: 'booking-service',
  },
});
export type ScheduleFired = DetailOf<typeof scheduleFired>;
