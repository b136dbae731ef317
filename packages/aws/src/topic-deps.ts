import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@almanac/kernel';
import type { OptimizeDeps } from '@almanac/schedules';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoPerformance } from './dynamo-performance.ts';
import { dynamoSlotBook } from './dynamo-slot-book.ts';
import { dynamoTopicSchedules } from './dynamo-topic-schedules.ts';
import { dynamoTopics } from './dynamo-topics.ts';
import { parseSlotRules } from './slot-rules.ts';

/** What every function that changes the schedules of topics is told. */
export interface TopicSettings {
  readonly TOPICS_TABLE: string;
  readonly TOPIC_SCHEDULES_TABLE: string;
  readonly TOPIC_PERFORMANCE_TABLE: string;
  /** JSON. */
  readonly SLOT_RULES: string;
}

/** The ports of content schedules but for EventBridge Scheduler, with real time and chance. */
export const awsTopicDeps = (
  dynamo: DynamoDBDocumentClient,
  settings: TopicSettings,
): Omit<OptimizeDeps, 'engine'> => ({
  topics: dynamoTopics(dynamo, settings.TOPICS_TABLE),
  schedules: dynamoTopicSchedules(dynamo, settings.TOPIC_SCHEDULES_TABLE),
  book: dynamoSlotBook(dynamo, settings.TOPIC_SCHEDULES_TABLE),
  performance: dynamoPerformance(dynamo, settings.TOPIC_PERFORMANCE_TABLE),
  rules: parseSlotRules(settings.SLOT_RULES),
  clock: systemClock,
  random: Math.random,
  wait: sleep,
});
