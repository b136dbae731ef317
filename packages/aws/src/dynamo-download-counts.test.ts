import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoDownloadCounts } from './dynamo-download-counts.ts';

const canceled = (...codes: string[]) =>
  new TransactionCanceledException({
    ...{ message: 'canceled', $metadata: {} },
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

describe('counters that many add to at once', () => {
  const save = async (...errors: Error[]) => {
    let calls = 0;
    const send = async () => {
      const error = errors[calls++];
      if (error) throw error;
    };
    const counts = dynamoDownloadCounts({ send } as unknown as DynamoDBDocumentClient, 'media_work');
    return [await counts.save({ fileId: 'f', byEvent: {}, counted: [] }, undefined, []), calls];
  };

  it('are tried again where another one was there in that moment', async () => {
    expect(await save(canceled('None', 'TransactionConflict'), canceled('None', 'TransactionConflict'))).toEqual([
      true,
      3,
    ]);
  });

  it('are left alone where the file has changed meanwhile', async () => {
    expect(await save(canceled('ConditionalCheckFailed', 'TransactionConflict'))).toEqual([false, 1]);
  });

  it('hide no other error', async () => {
    await expect(save(canceled('ValidationError'))).rejects.toThrow('canceled');
  });
});
