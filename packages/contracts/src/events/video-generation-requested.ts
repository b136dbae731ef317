import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { SCHEDULES_EVENT_SOURCE } from '../sources.ts';
import { executionId, topicIdField } from './topic-video-fields.ts';

export const videoGenerationRequested = eventContract({
  name: 'VideoGenerationRequested',
  version: '1.0',
  bus: 'schedules',
  source: SCHEDULES_EVENT_SOURCE,
  summary: 'A video of a topic is to be produced now.',
  producers: ['schedule-runner'],
  detail: z.object({
    metadata: eventMetadata,
    topicId: topicIdField,
    topic: z.string().min(1).describe('What the video is about'),
    keywords: z.array(z.string().min(1)).describe('Keywords of the topic'),
    priority: z.int().min(1).max(10).describe('1 is the highest'),
    ruleName: z.string().min(1).describe('Name of the EventBridge schedule of the topic'),
    plannedTime: z.iso.datetime().describe('When it was to be produced, UTC'),
    executionId,
    manual: z.boolean().describe('Whether somebody asked for it'),
    requestedBy: z.string().min(1).optional().describe('Who asked for it'),
  }),
  example: {
    topicId: 'investing-beginners-001',
    topic: 'Investing for beginners',
    keywords: ['investing', 'beginners'],
    priority: 1,
    ruleName: 'video-generation-investing-beginners-001',
    plannedTime: '2026-11-28T09:00:00Z',
    executionId: 'd32c5kddcf5bb8c3',
    manual: false,
  },
});
export type VideoGenerationRequested = DetailOf<typeof videoGenerationRequested>;
