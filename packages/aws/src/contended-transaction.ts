import { AlmanacError } from '@almanac/kernel';
import {
  type CancellationReason,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { tryAgain } from './try-again.ts';

/** As many as it takes where a hundred are at one item, such as the quota of one caller. */
const PATIENCE = { tries: 20, firstPauseMs: 10, longestPauseMs: 400 };

type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/**
 * Writes all or nothing. Where others are at the same items in that moment, it tries again.
 * @returns undefined where it is written, else why each write failed, by its place: at least one condition did
 * @throws AlmanacError `SCHEDULE_BUSY` where others never let go
 */
export async function transact(
  dynamo: DynamoDBDocumentClient,
  TransactItems: Writes,
): Promise<readonly CancellationReason[] | undefined> {
  try {
    await patiently(() => dynamo.send(new TransactWriteCommand({ TransactItems })));
    return undefined;
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return reasons;
    throw error;
  }
}

/** Why a transaction is refused that may be written a moment later. */
const PASSING: readonly string[] = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

/** Whether others, or too much at once, were all that was in the way. */
function isPassing(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).flatMap(({ Code }) => (Code && Code !== 'None' ? [Code] : []));
  return codes.length > 0 && codes.every((code) => PASSING.includes(code));
}

/**
 * Makes a write, alone or in a transaction, again where another transaction is at the same item in that moment, or DynamoDB slows a
 * transaction down: it is refused then, and the SDK does not try again.
 * @throws AlmanacError `SCHEDULE_BUSY` where others never let go
 */
export async function patiently<Answer>(write: () => Promise<Answer>): Promise<Answer> {
  try {
    return await tryAgain(write, isPassing, PATIENCE);
  } catch (error) {
    throw isPassing(error) ? contended(error) : error;
  }
}

const contended = (cause: unknown): AlmanacError =>
  new AlmanacError('SCHEDULE_BUSY', 'Others keep changing the same schedules: try again', {}, { cause });

/** Whether the condition of the write at this place failed. */
export const failedAt = (reasons: readonly CancellationReason[], place: number): boolean =>
  reasons[place]?.Code === 'ConditionalCheckFailed';
