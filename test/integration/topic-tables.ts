import type { TopicSettings } from '@almanac/aws';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { clients } from './clients.ts';

export type TopicTables = Omit<TopicSettings, 'SLOT_RULES'>;

const KEYS: Readonly<Record<keyof TopicTables, readonly string[]>> = {
  TOPICS_TABLE: ['topicId'],
  TOPIC_SCHEDULES_TABLE: ['topicId'],
  TOPIC_PERFORMANCE_TABLE: ['topicId', 'videoId'],
};
const settings = Object.keys(KEYS) as (keyof TopicTables)[];

/** Tables of a test's own: those of the stack count what all topics have booked. */
export async function createTopicTables(tables: TopicTables): Promise<void> {
  for (const setting of settings) {
    await clients.dynamo.send(
      new CreateTableCommand({
        TableName: tables[setting],
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: KEYS[setting].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: KEYS[setting].map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
  }
}

export async function deleteTopicTables(tables: TopicTables): Promise<void> {
  for (const setting of settings) await clients.dynamo.send(new DeleteTableCommand({ TableName: tables[setting] }));
}
