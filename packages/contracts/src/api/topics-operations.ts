import * as z from 'zod';
import { operations } from './operation.ts';
import { idempotencyKey } from './schedule-fields.ts';
import {
  performance,
  recommendation,
  scheduleConfig,
  scheduleConfigChange,
  topic,
  topicDetails,
  topicId,
  topicSchedule,
  topicScheduleAnswer,
} from './topic-fields.ts';

const HANDLER = 'content-schedules-api';
const TAG = 'Content schedules';
const TOPICS = 'Topics';

const byTopic = z.object({ topicId });
const CONFIG_ERRORS = ['invalid_timezone', 'invalid_topic_schedule', 'no_free_slot'];
/** Of whatever changes schedules; all but the first mean: the same request again, a little later. */
const CHANGE_ERRORS = ['scheduler_refused', 'conflict', 'rate_limited', 'schedule_not_in_sync'];
const EXAMPLE = {
  topicId: 'investing-beginners-001',
  scheduleConfig: { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'UTC' },
};
const answer = (description: string) => ({ description, body: topicScheduleAnswer });

/** `/schedules/*`, the schedules of topics, and the topics themselves. */
export const TOPIC_OPERATIONS = operations({
  createTopicSchedule: {
    method: 'POST',
    path: '/schedules/create',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Schedule the production of a topic',
    description: 'The topic has to exist, or its definition is given in `topic`.',
    body: z
      .object({ topicId, topic: topic.optional(), scheduleConfig: scheduleConfig.prefault({}) })
      .strict()
      .meta({ id: 'TopicScheduleCreation' }),
    example: EXAMPLE,
    answers: { 201: answer('It was created'), 200: answer('It was there, and is the same') },
    errors: [...CONFIG_ERRORS, ...CHANGE_ERRORS, 'topic_not_found', 'topic_schedule_exists'],
  },
  updateTopicSchedule: {
    method: 'POST',
    path: '/schedules/update',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Change the schedule of a topic',
    description: 'What `scheduleConfig` does not name stays as it is.',
    body: z.object({ topicId, scheduleConfig: scheduleConfigChange }).strict().meta({ id: 'TopicScheduleUpdate' }),
    example: { topicId: 'investing-beginners-001', scheduleConfig: { dailyFrequency: 3 } },
    answers: { 200: answer('It is changed') },
    errors: [...CONFIG_ERRORS, ...CHANGE_ERRORS, 'topic_schedule_not_found'],
  },
  triggerTopic: {
    method: 'POST',
    path: '/schedules/trigger',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Start one production of a topic now',
    headers: z.object({ 'idempotency-key': idempotencyKey.optional() }),
    body: z.object({ topicId }).strict().meta({ id: 'TopicTrigger' }),
    example: { topicId: 'investing-beginners-001' },
    answers: {
      202: {
        description: 'The production is on its way',
        body: z
          .object({ success: z.literal(true), topicId, executionId: z.string(), requestedAt: z.iso.datetime() })
          .meta({ id: 'TopicTriggered' }),
      },
    },
    errors: ['topic_not_found', 'idempotency_key_reused', 'rate_limited'],
  },
  listTopicSchedules: {
    method: 'GET',
    path: '/schedules',
    handler: HANDLER,
    scope: 'read',
    tag: TAG,
    summary: 'All active schedules of topics, by topic id',
    query: z.object({ topicId: topicId.optional(), cursor: z.string().min(1).max(2_048).optional() }),
    answers: {
      200: {
        description: 'Schedules of topics',
        body: z
          .object({
            success: z.literal(true),
            count: z.int(),
            schedules: z.array(topicSchedule),
            nextCursor: z.string().nullable(),
          })
          .meta({ id: 'TopicScheduleList' }),
      },
    },
    errors: ['invalid_cursor'],
  },
  deleteTopicSchedule: {
    method: 'DELETE',
    path: '/schedules/delete',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Remove the schedule of a topic',
    description: '`topicId` in the query or in a JSON body. The topic itself stays.',
    query: z.object({ topicId: topicId.optional() }),
    body: z.object({ topicId }).strict().meta({ id: 'TopicScheduleDeletion' }),
    bodyOptional: true,
    answers: {
      200: {
        description: 'It is removed',
        body: z
          .object({ success: z.literal(true), topicId, ruleName: z.string() })
          .meta({ id: 'TopicScheduleDeleted' }),
      },
    },
    errors: [...CHANGE_ERRORS, 'missing_parameter', 'invalid_parameter', 'topic_schedule_not_found'],
  },
  optimizeTopicSchedules: {
    method: 'POST',
    path: '/schedules/optimize',
    handler: HANDLER,
    scope: 'write',
    tag: TAG,
    summary: 'Improve hours and frequencies by how videos did',
    description: 'A dry run, unless `apply` is true. A frequency changes by one step a week at most.',
    body: z
      .object({
        topicIds: z.array(topicId).min(1).max(100).optional().describe('All topics where it is absent'),
        performance: z.array(performance).max(5_000).default([]).describe('Besides what VideoPublished events told'),
        apply: z.boolean().default(false),
      })
      .strict()
      .meta({ id: 'TopicOptimization' }),
    bodyOptional: true,
    answers: {
      200: {
        description: 'What to change, and why',
        body: z
          .object({ success: z.literal(true), applied: z.boolean(), recommendations: z.array(recommendation) })
          .meta({ id: 'TopicRecommendations' }),
      },
    },
    errors: ['topic_schedule_not_found', 'rate_limited', 'schedule_not_in_sync'],
  },
  listTopics: {
    method: 'GET',
    path: '/topics',
    handler: HANDLER,
    scope: 'read',
    tag: TOPICS,
    summary: 'All topics, by id',
    query: z.object({ cursor: z.string().min(1).max(2_048).optional() }),
    answers: {
      200: {
        description: 'Topics',
        body: z.object({ topics: z.array(topicDetails), nextCursor: z.string().nullable() }).meta({ id: 'TopicList' }),
      },
    },
    errors: ['invalid_cursor'],
  },
  getTopic: {
    method: 'GET',
    path: '/topics/{topicId}',
    handler: HANDLER,
    scope: 'read',
    tag: TOPICS,
    summary: 'One topic',
    params: byTopic,
    answers: { 200: { description: 'The topic', body: topicDetails } },
    errors: ['topic_not_found'],
  },
  putTopic: {
    method: 'PUT',
    path: '/topics/{topicId}',
    handler: HANDLER,
    scope: 'write',
    tag: TOPICS,
    summary: 'Create a topic, or replace it',
    description: 'A new priority also moves its schedule.',
    params: byTopic,
    body: topic,
    example: { topic: 'Investing for beginners', keywords: ['investing', 'beginners'], priority: 1 },
    answers: {
      200: { description: 'The topic that was replaced', body: topicDetails },
      201: { description: 'The topic that was created', body: topicDetails },
    },
    errors: [...CHANGE_ERRORS, 'no_free_slot'],
  },
  deleteTopic: {
    method: 'DELETE',
    path: '/topics/{topicId}',
    handler: HANDLER,
    scope: 'write',
    tag: TOPICS,
    summary: 'Delete a topic that has no schedule',
    params: byTopic,
    answers: { 204: { description: 'It is deleted' } },
    errors: ['topic_not_found', 'topic_in_use', 'rate_limited'],
  },
});
