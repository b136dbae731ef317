import { type Page, pageCursor, placeOf, type ScheduleChange } from '@almanac/schedules';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { changeItem, changeOf } from './schedule-items.ts';

/** Table `schedule_audit`: an item for each change, never altered. */
export const scheduleLog = (dynamo: DynamoDBDocumentClient, table: string) => ({
  async changes(schedule_id: string, limit: number, cursor?: string): Promise<Page<ScheduleChange>> {
    const after = placeOf(cursor, schedule_id, z.string());
    const { Items = [], LastEvaluatedKey } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'schedule_id = :id',
        ExpressionAttributeValues: { ':id': schedule_id },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
        ...(after !== undefined && { ExclusiveStartKey: { schedule_id, change_id: after } }),
      }),
    );
    const last = LastEvaluatedKey && z.object({ change_id: z.string() }).parse(LastEvaluatedKey).change_id;
    return { items: Items.map(changeOf), ...(last !== undefined && { next: pageCursor(schedule_id, last) }) };
  },

  async appendChange(schedule_id: string, change: ScheduleChange): Promise<void> {
    await dynamo.send(new PutCommand({ TableName: table, Item: changeItem(schedule_id, change) }));
  },
});
