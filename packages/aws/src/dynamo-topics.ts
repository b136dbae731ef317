import { topicDetails } from '@almanac/contracts';
import type { TopicStore } from '@almanac/schedules';
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { everyItem } from './every-item.ts';
import { plainItem } from './plain-item.ts';

const topicOf = (item: unknown) => topicDetails.parse(plainItem(item));

/** Table `topics`: an item for each topic, named as the API names its fields. */
export const dynamoTopics = (dynamo: DynamoDBDocumentClient, table: string): TopicStore => ({
  async get(topicId) {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: { topicId }, ConsistentRead: true }));
    return Item && topicOf(Item);
  },

  async put(topic) {
    await dynamo.send(new PutCommand({ TableName: table, Item: topic }));
  },

  async remove(topicId) {
    await dynamo.send(new DeleteCommand({ TableName: table, Key: { topicId } }));
  },

  all: async () => (await everyItem(dynamo, { TableName: table })).map(topicOf),
});
