import { setTimeout as sleep } from 'node:timers/promises';
import { AlmanacError } from '@almanac/kernel';
import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

const MAX_TRIES = 12;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 400;

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/**
 * Writes all or nothing. Where others are at the same items in that moment, which the SDK does not try again, it tries again.
 * @returns undefined where it is written, else why each write failed, by its place: at least one condition did
 * @throws AlmanacError `SCHEDULE_BUSY` where others never let go
 */
export async function transact(
  dynamo: DynamoDBDocumentClient,
  TransactItems: Writes,
): Promise<readonly CancellationReason[] | undefined> {
  for (let number = 1; ; number++) {
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return reasons;
      if (!reasons.some(({ Code }) => Code === 'TransactionConflict')) throw error;
      if (number === MAX_TRIES) throw contended(error);
      await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** number));
    }
  }
}

const contended = (cause: unknown): AlmanacError =>
  new AlmanacError('SCHEDULE_BUSY', 'Others keep changing the same schedules: try again', {}, { cause });

/** Whether the condition of the write at this place failed. */
export const failedAt = (reasons: readonly CancellationReason[], place: number): boolean =>
  reasons[place]?.Code === 'ConditionalCheckFailed';
