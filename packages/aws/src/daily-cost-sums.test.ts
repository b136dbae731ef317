import { Decimal } from '@almanac/kernel';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from './clients.ts';
import { dailyCostSums } from './daily-cost-sums.ts';

/** A table that answers scans with the given pages. */
function tableOf(...pages: object[]) {
  const requests: Record<string, unknown>[] = [];
  const requestHandler = {
    handle: async ({ body }: { body: Uint8Array }) => {
      requests.push(JSON.parse(new TextDecoder().decode(body)));
      return { response: { statusCode: 200, headers: {}, body: new Response(JSON.stringify(pages.shift())).body } };
    },
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: 'us-east-1', credentials, requestHandler: requestHandler as never });
  return { dynamo: documentClient(client), requests };
}

const row = (report: string, currency: string, unblended: string, amortized: string, lineItems: number) => ({
  report: { S: report },
  billing_period: { S: '2025-01' },
  currency: { S: currency },
  unblended_cost: { N: unblended },
  amortized_cost: { N: amortized },
  line_items: { N: String(lineItems) },
});
const entry = (report: string, currency: string, unblended: string, amortized: string, lineItems: number) => ({
  report,
  billingPeriod: '2025-01',
  currency,
  unblendedCost: Decimal.parse(unblended).toString(),
  amortizedCost: Decimal.parse(amortized).toString(),
  lineItems,
});
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

describe('dailyCostSums', () => {
  it('adds up every page by report, period and currency, to the last digit', async () => {
    const { dynamo, requests } = tableOf(
      {
        Items: [row('a', 'USD', '12345678901234567890.123456789012345678', '1E-18', 3), row('a', 'EUR', '1', '2', 1)],
        LastEvaluatedKey: { usage_date: { S: '2025-01-01' }, dimension_key: { S: 'x' } },
      },
      { Items: [row('a', 'USD', '0.000000000000000001', '-1', 4), row('b', 'USD', '5', '5', 1)] },
    );
    expect(plain(await dailyCostSums(dynamo, 'costs'))).toEqual([
      entry('a', 'USD', '12345678901234567890.123456789012345679', '-0.999999999999999999', 7),
      entry('a', 'EUR', '1', '2', 1),
      entry('b', 'USD', '5', '5', 1),
    ]);
    expect(requests[0]).toMatchObject({ TableName: 'costs', ConsistentRead: true });
    expect(requests[0]).not.toHaveProperty('FilterExpression');
    expect(requests[1]).toMatchObject({ ExclusiveStartKey: { dimension_key: { S: 'x' } } });
  });

  it('leaves out what is not asked for', async () => {
    const { dynamo, requests } = tableOf({ Items: [] }, { Items: [] });
    await dailyCostSums(dynamo, 'costs', { report: 'a', billingPeriod: '2025-01' });
    expect(requests[0]).toMatchObject({
      FilterExpression: '#report = :report AND #billing_period = :billing_period',
      ExpressionAttributeValues: { ':report': { S: 'a' }, ':billing_period': { S: '2025-01' } },
    });
    await dailyCostSums(dynamo, 'costs', { billingPeriod: '2025-01' });
    expect(requests[1]).toMatchObject({ FilterExpression: '#billing_period = :billing_period' });
  });
});
