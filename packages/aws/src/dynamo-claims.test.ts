import { fixedClock } from '@almanac/kernel';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoClaims } from './dynamo-claims.ts';

/** A table whose answer to the first write was lost: the client has written again, and its own claim was in the way. */
function afterLostAnswer(leaseOf: (written: string) => string): DynamoDBDocumentClient {
  let written = '';
  const send = async (command: { input: UpdateCommandInput }) => {
    if (!(command instanceof UpdateCommand)) return { Item: { status: 'claimed', lease: leaseOf(written) } };
    written = `${command.input.ExpressionAttributeValues?.[':lease']}`;
    throw new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
  };
  return { send } as unknown as DynamoDBDocumentClient;
}

const claim = (dynamo: DynamoDBDocumentClient) =>
  dynamoClaims(dynamo, { table: 't', itemKey: (pk: string) => ({ pk }) }, fixedClock('2026-11-24T10:00:00Z')).claim(
    'key',
    1000,
  );

describe('a claim whose write was repeated', () => {
  it('is had where the claim in the way is its own', async () => {
    expect(await claim(afterLostAnswer((own) => own))).toMatchObject({ state: 'claimed' });
  });

  it('is busy where that is of another', async () => {
    expect(await claim(afterLostAnswer(() => 'another'))).toEqual({ state: 'busy' });
  });
});
