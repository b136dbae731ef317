import { setTimeout as sleep } from 'node:timers/promises';
import type { DownloadCounts, Tally } from '@almanac/events';
import { type DynamoDBDocumentClient, GetCommand, paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { isConflict, isLostRace } from './conditional-write.ts';
import { counterKey, dayKey, downloadsAttributes, downloadsKey, downloadsOf, tallyOf } from './download-count-items.ts';
import { nextVersion, replacing, versionOf } from './item-versions.ts';

/** Tries against others that add to the same counters at the same moment, which on a busy day are many. */
const MAX_ROUNDS = 8;

const isSomething = ({ completed, failed, bytes }: Tally): boolean => completed !== 0 || failed !== 0 || bytes !== 0n;
const order = ({ channel, contentType }: Tally): string => JSON.stringify([channel, contentType]);

/** Counters of downloads in `media_work`: an item for each day, channel and content type, and one for each file's downloads. */
export function dynamoDownloadCounts(dynamo: DynamoDBDocumentClient, table: string): DownloadCounts {
  const addition = (tally: Tally) => ({
    Update: {
      TableName: table,
      Key: counterKey(tally),
      UpdateExpression:
        'SET #day = :day, channel = :channel, content_type = :contentType ADD completed :completed, failed :failed, #bytes :bytes',
      ExpressionAttributeNames: { '#day': 'day', '#bytes': 'bytes' },
      ExpressionAttributeValues: Object.fromEntries(Object.entries(tally).map(([name, value]) => [`:${name}`, value])),
    },
  });

  return {
    async load(fileId) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: downloadsKey(fileId), ConsistentRead: true }),
      );
      return Item && { downloads: downloadsOf(Item), version: versionOf(Item) };
    },

    async save(downloads, over, changes) {
      const Item = { ...downloadsAttributes(downloads), ...nextVersion(over) };
      const put = { Put: { TableName: table, Item, ...replacing(over) } };
      for (let round = 1; ; round++) {
        try {
          await dynamo.send(new TransactWriteCommand({ TransactItems: [put, ...changes.map(addition)] }));
          return true;
        } catch (error) {
          if (!isLostRace(error)) throw error;
          if (!isConflict(error) || round === MAX_ROUNDS) return false;
          await sleep(Math.random() * 25 * 2 ** round);
        }
      }
    },

    async ofDay(day) {
      const pages = paginateQuery(
        { client: dynamo },
        {
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': dayKey(day) },
          ConsistentRead: true,
        },
      );
      const tallies: Tally[] = [];
      for await (const { Items = [] } of pages) tallies.push(...Items.map(tallyOf));
      return tallies.filter(isSomething).sort((a, b) => (order(a) < order(b) ? -1 : 1));
    },
  };
}
