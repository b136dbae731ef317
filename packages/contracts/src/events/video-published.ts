import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { SCHEDULES_EVENT_SOURCE } from '../sources.ts';
import { executionId, topicIdField } from './topic-video-fields.ts';

export const videoPublished = eventContract({
  name: 'VideoPublished',
  version: '1.0',
  bus: 'schedules',
  source: SCHEDULES_EVENT_SOURCE,
  summary: 'A video is published, or there are newer figures of how it does.',
  producers: ['video pipeline'],
  detail: z.object({
    metadata: eventMetadata.optional(),
    topicId: topicIdField,
    videoId: z.string().min(1).max(256).describe('Id of the video'),
    publishedAt: z.iso.datetime().describe('When it was published, UTC'),
    hour: z.int().min(0).max(23).describe('Slot that it was produced in: hour of the day in the zone of the topic'),
    views: z.int().nonnegative().describe('Views so far'),
    engagement: z
      .string()
      .regex(/^(0(\.\d{1,12})?|1(\.0{1,12})?)$/)
      .describe('Share of viewers who did something, from 0 to 1, as decimal text'),
    costPerVideo: z
      .string()
      .regex(/^\d{1,12}(\.\d{1,18})?$/)
      .describe('What its production cost in US dollars, as decimal text'),
    measuredAt: z.iso.datetime().optional().describe('When the figures were taken, UTC; absent: when it was published'),
    executionId: executionId.optional(),
  }),
  example: {
    topicId: 'investing-beginners-001',
    videoId: 'dQw4w9WgXcQ',
    publishedAt: '2026-11-28T09:42:10Z',
    hour: 9,
    views: 1520,
    engagement: '0.083',
    costPerVideo: '0.85',
    measuredAt: '2026-11-29T09:42:10Z',
  },
});
export type VideoPublished = DetailOf<typeof videoPublished>;
