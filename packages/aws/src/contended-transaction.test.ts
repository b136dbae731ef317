import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { patiently, transact } from './contended-transaction.ts';

const canceled = (...codes: string[]) =>
  new TransactionCanceledException({
    ...{ message: 'canceled', $metadata: {} },
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
const conflict = () => new TransactionConflictException({ message: 'conflict', $metadata: {} });

/** A write that fails with each of these errors in turn, and then goes through. */
function failing(...errors: Error[]) {
  const write = async () => {
    write.calls += 1;
    const error = errors[write.calls - 1];
    if (error) throw error;
    return 'written';
  };
  write.calls = 0;
  return write;
}
const transacted = (send: () => Promise<unknown>) => transact({ send } as unknown as DynamoDBDocumentClient, []);

describe('a write where others are at the same item', () => {
  it('alone is made again', async () => {
    const write = failing(conflict(), conflict());
    expect([await patiently(write), write.calls]).toEqual(['written', 3]);
  });

  it('in a transaction is made again, unless a condition failed', async () => {
    const write = failing(canceled('None', 'TransactionConflict'), canceled('ThrottlingError', 'None'));
    expect([await transacted(write), write.calls]).toEqual([undefined, 3]);
    const refused = failing(canceled('ConditionalCheckFailed', 'TransactionConflict'));
    expect(await transacted(refused)).toEqual([{ Code: 'ConditionalCheckFailed' }, { Code: 'TransactionConflict' }]);
    expect(refused.calls).toBe(1);
  });

  it('says so where they never let go', async () => {
    await expect(patiently(() => Promise.reject(conflict()))).rejects.toMatchObject({ code: 'SCHEDULE_BUSY' });
  });

  it('hides no other error', async () => {
    await expect(transacted(failing(canceled('ValidationError', 'TransactionConflict')))).rejects.toThrow('canceled');
    await expect(transacted(failing(canceled('None')))).rejects.toThrow('canceled');
    await expect(patiently(failing(new Error('network')))).rejects.toThrow('network');
  });
});
