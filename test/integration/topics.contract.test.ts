import { randomUUID } from 'node:crypto';
import {
  dynamoPerformance,
  dynamoSlotBook,
  dynamoTopicSchedules,
  dynamoTopics,
  dynamoTopicTriggers,
} from '@almanac/aws';
import { systemClock } from '@almanac/kernel';
import { topicsContract } from '@almanac/schedules/topics.contract';
import { afterAll, beforeAll } from '@jest/globals';
import { clients } from './clients.ts';
import { createTopicTables, deleteTopicTables } from './topic-tables.ts';

const tables = {
  TOPICS_TABLE: `topics-contract-${randomUUID()}`,
  TOPIC_SCHEDULES_TABLE: `topic_schedules-contract-${randomUUID()}`,
  TOPIC_PERFORMANCE_TABLE: `topic_performance-contract-${randomUUID()}`,
};

beforeAll(() => createTopicTables(tables));
afterAll(() => deleteTopicTables(tables));

topicsContract('content schedules in DynamoDB', () => ({
  topics: dynamoTopics(clients.dynamo, tables.TOPICS_TABLE),
  schedules: dynamoTopicSchedules(clients.dynamo, tables.TOPIC_SCHEDULES_TABLE),
  book: dynamoSlotBook(clients.dynamo, tables.TOPIC_SCHEDULES_TABLE),
  triggers: dynamoTopicTriggers(clients.dynamo, tables.TOPIC_SCHEDULES_TABLE, systemClock),
  performance: dynamoPerformance(clients.dynamo, tables.TOPIC_PERFORMANCE_TABLE),
}));
