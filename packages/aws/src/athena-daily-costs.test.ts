import { AthenaClient, type GetQueryResultsCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { describe, expect, it } from '@jest/globals';
import { athenaDailyCosts } from './athena-daily-costs.ts';

const LAKE = { database: 'cost', table: 'focus_parts', workgroup: 'almanac' };
const DELIVERY = { report: "it's", billingPeriod: '2025-01', deliveryId: 'd1' };
const rowOf = (cells: (string | undefined)[]) => ({ Data: cells.map((VarCharValue) => ({ VarCharValue })) });
const CELLS = ['2025-01-05', '000000000001', 'AmazonS3', 'global', 'Usage', 'USD', 'Amazon S3'];

describe('athenaDailyCosts', () => {
  it('reads every row of one delivery, every digit', async () => {
    const pages = [
      [rowOf(['header']), rowOf([...CELLS, '12345678901234567890.123456789012345678', '-0.500', '3'])],
      [rowOf([...CELLS.slice(0, 6), undefined, '0', '0', '1'])],
    ];
    const client = new AthenaClient({ region: 'us-east-1' });
    const queries: string[] = [];
    client.send = (async (command: { input: GetQueryResultsCommand['input'] }) => {
      if (command instanceof StartQueryExecutionCommand) queries.push(command.input.QueryString ?? '');
      const page = Number(command.input.NextToken ?? 0);
      return {
        ...{ QueryExecutionId: 'q', QueryExecution: { Status: { State: 'SUCCEEDED' } } },
        ...{ ResultSet: { Rows: pages[page] }, ...(page === 0 && { NextToken: '1' }) },
      };
    }) as never;
    const rows = await athenaDailyCosts(client, LAKE, async () => undefined, DELIVERY);
    expect(JSON.parse(JSON.stringify(rows))).toEqual([
      {
        ...{ billingPeriod: '2025-01', usageDate: '2025-01-05', accountId: '000000000001', serviceCode: 'AmazonS3' },
        ...{ region: 'global', chargeCategory: 'Usage', currency: 'USD', serviceName: 'Amazon S3', lineItems: 3 },
        ...{ unblendedCost: '12345678901234567890.123456789012345678', amortizedCost: '-0.5' },
      },
      expect.objectContaining({ serviceName: '', lineItems: 1 }),
    ]);
    expect(queries).toHaveLength(1);
    expect(queries[0]).toContain("part.report = 'it''s' AND part.billing_period = '2025-01'");
    expect(queries[0]).toContain("part.delivery = 'd1'");
    expect(queries[0]).toContain("part.x_servicecode,\n  coalesce(part.regionid, 'global'),");
  });
});
