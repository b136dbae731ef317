import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** True where the write went through, false where its condition did not hold. */
export async function onlyIf(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

const canceledBecause = (error: unknown, ...codes: string[]): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some(({ Code = '' }) => codes.includes(Code));

/** Whether a transaction failed because another one changed the same items first. */
export const isLostRace = (error: unknown): boolean =>
  canceledBecause(error, 'ConditionalCheckFailed', 'TransactionConflict');

/** Whether it failed because another one was at the same items in that moment, and all its own conditions held. */
export const isConflict = (error: unknown): boolean =>
  canceledBecause(error, 'TransactionConflict') && !canceledBecause(error, 'ConditionalCheckFailed');
