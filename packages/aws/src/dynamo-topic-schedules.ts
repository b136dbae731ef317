import type { TopicSchedule, TopicScheduleStore } from '@almanac/schedules';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { everyItem } from './every-item.ts';
import { topicScheduleOf } from './topic-schedule-items.ts';

const ofVersion = (version: number) => ({
  ConditionExpression: '#version = :version',
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':version': version },
});

/** Table `topic_schedules`: an item for each topic that has a schedule, shaped as the requirement's table. */
export function dynamoTopicSchedules(dynamo: DynamoDBDocumentClient, table: string): TopicScheduleStore {
  const get = async (topicId: string): Promise<TopicSchedule | undefined> => {
    const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: { topicId }, ConsistentRead: true }));
    return Item && topicScheduleOf(Item);
  };
  return {
    get,

    insert: (schedule) =>
      onlyIf(
        dynamo.send(
          new PutCommand({ TableName: table, Item: schedule, ConditionExpression: 'attribute_not_exists(topicId)' }),
        ),
      ),

    replace: (schedule) =>
      onlyIf(dynamo.send(new PutCommand({ TableName: table, Item: schedule, ...ofVersion(schedule.version - 1) }))),

    markSynced(topicId, version, ruleArn) {
      const { ExpressionAttributeNames, ExpressionAttributeValues, ConditionExpression } = ofVersion(version);
      return onlyIf(
        dynamo.send(
          new UpdateCommand({
            TableName: table,
            Key: { topicId },
            UpdateExpression: 'SET syncedVersion = :version, ruleArn = :arn',
            ConditionExpression,
            ExpressionAttributeNames,
            ExpressionAttributeValues: { ...ExpressionAttributeValues, ':arn': ruleArn },
          }),
        ),
      );
    },

    remove: (topicId, version) =>
      onlyIf(dynamo.send(new DeleteCommand({ TableName: table, Key: { topicId }, ...ofVersion(version) }))),

    async all() {
      const items = await everyItem(dynamo, { TableName: table, FilterExpression: 'attribute_exists(ruleName)' });
      return items.map(topicScheduleOf);
    },
  };
}
