import { setTimeout as sleep } from 'node:timers/promises';
import type { DailyCostStore } from '@almanac/cur';
import { AlmanacError, type Clock } from '@almanac/kernel';
import { BatchWriteCommand, type BatchWriteCommandInput, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dailyCostItem, dailyCostKey } from './daily-cost-items.ts';

/** DynamoDB's limit. */
const BATCH_ITEMS = 25;
const PARALLEL_BATCHES = 8;
const MAX_ROUNDS = 10;

type WriteRequest = NonNullable<BatchWriteCommandInput['RequestItems']>[string][number];

export function dynamoDailyCosts(dynamo: DynamoDBDocumentClient, table: string, clock: Clock): DailyCostStore {
  const writeBatch = async (requests: WriteRequest[]): Promise<void> => {
    let left = requests;
    for (let round = 0; left.length > 0; round++) {
      if (round === MAX_ROUNDS) {
        throw new AlmanacError(
          'DYNAMODB_THROTTLED',
          `DynamoDB kept refusing writes to ${table}; the publication will be tried again`,
        );
      }
      if (round > 0) await sleep(Math.random() * 50 * 2 ** round);
      const { UnprocessedItems } = await dynamo.send(new BatchWriteCommand({ RequestItems: { [table]: left } }));
      left = UnprocessedItems?.[table] ?? [];
    }
  };

  const writeAll = async (requests: readonly WriteRequest[]): Promise<void> => {
    const batches = Array.from({ length: Math.ceil(requests.length / BATCH_ITEMS) }, (_, i) =>
      requests.slice(i * BATCH_ITEMS, (i + 1) * BATCH_ITEMS),
    );
    const worker = async () => {
      for (let batch = batches.shift(); batch; batch = batches.shift()) await writeBatch(batch);
    };
    await Promise.all(Array.from({ length: PARALLEL_BATCHES }, worker));
  };

  return {
    write: (report, rows, deliveryId) => {
      const updatedAt = clock.now().toISOString();
      return writeAll(rows.map((row) => ({ PutRequest: { Item: dailyCostItem(report, row, deliveryId, updatedAt) } })));
    },
    remove: (report, rows) => writeAll(rows.map((row) => ({ DeleteRequest: { Key: dailyCostKey(report, row) } }))),
  };
}
