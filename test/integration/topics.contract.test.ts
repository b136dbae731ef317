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
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { clients } from './clients.ts';

/** Tables of its own: a test of the stack counts what all topics have booked. */
const name = (thing: string) => `${thing}-contract-${run}`;
const run = randomUUID();
const keys = { topics: ['topicId'], topic_schedules: ['topicId'], topic_performance: ['topicId', 'videoId'] };

beforeAll(async () => {
  for (const [thing, key] of Object.entries(keys)) {
    await clients.dynamo.send(
      new CreateTableCommand({
        TableName: name(thing),
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: key.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: key.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
  }
});
afterAll(async () => {
  for (const thing of Object.keys(keys)) await clients.dynamo.send(new DeleteTableCommand({ TableName: name(thing) }));
});

topicsContract('content schedules in DynamoDB', () => ({
  topics: dynamoTopics(clients.dynamo, name('topics')),
  schedules: dynamoTopicSchedules(clients.dynamo, name('topic_schedules')),
  book: dynamoSlotBook(clients.dynamo, name('topic_schedules')),
  triggers: dynamoTopicTriggers(clients.dynamo, name('topic_schedules'), systemClock),
  performance: dynamoPerformance(clients.dynamo, name('topic_performance')),
}));
