import {
  AthenaClient,
  GetQueryExecutionCommand,
  type GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { describe, expect, it } from '@jest/globals';
import { athenaSums } from './athena-sums.ts';

const LAKE = { database: 'cost', table: 'focus_parts', workgroup: 'almanac' };
const rowOf = (cells: string[]) => ({ Data: cells.map((VarCharValue) => ({ VarCharValue })) });
const HEADER = rowOf(['report', 'billing_period', 'billingcurrency', 'unblended_cost', 'amortized_cost', 'line_items']);

/** An Athena whose query passes through the given states and ends in the given pages of rows. */
function athenaWith(states: object[], pages: ReturnType<typeof rowOf>[][] = [[HEADER]]) {
  const queries: StartQueryExecutionCommand['input'][] = [];
  const pauses: number[] = [];
  const client = new AthenaClient({ region: 'us-east-1' });
  const answer = (command: unknown) => {
    if (command instanceof StartQueryExecutionCommand) {
      queries.push(command.input);
      return { QueryExecutionId: 'q1' };
    }
    if (command instanceof GetQueryExecutionCommand) return { QueryExecution: { Status: states.shift() } };
    const { NextToken } = (command as GetQueryResultsCommand).input;
    const page = Number(NextToken ?? 0);
    return { ResultSet: { Rows: pages[page] }, ...(page + 1 < pages.length && { NextToken: String(page + 1) }) };
  };
  client.send = (async (command: unknown) => answer(command)) as never;
  return { client, queries, pauses, sleep: async (ms: number) => pauses.push(ms) };
}
const DONE = { State: 'SUCCEEDED' };

describe('athenaSums', () => {
  it('waits for the query and reads every page of it, every digit', async () => {
    const digits = '12345678901234567890.123456789012345678';
    const { client, queries, pauses, sleep } = athenaWith(
      [{ State: 'QUEUED' }, { State: 'RUNNING' }, DONE],
      [[HEADER, rowOf(['a', '2025-01', 'USD', digits, '-0.5', '3'])], [rowOf(['b', '2025-02', 'EUR', '1', '2', '4'])]],
    );
    const sums = await athenaSums(client, LAKE, sleep);
    expect(JSON.parse(JSON.stringify(sums))).toEqual([
      {
        report: 'a',
        billingPeriod: '2025-01',
        currency: 'USD',
        unblendedCost: digits,
        amortizedCost: '-0.5',
        lineItems: 3,
      },
      {
        report: 'b',
        billingPeriod: '2025-02',
        currency: 'EUR',
        unblendedCost: '1',
        amortizedCost: '2',
        lineItems: 4,
      },
    ]);
    expect(pauses).toHaveLength(2);
    expect(queries).toMatchObject([{ WorkGroup: 'almanac', QueryExecutionContext: { Database: 'cost' } }]);
    expect(queries[0]?.QueryString).not.toContain('WHERE');
  });

  it('asks for one report and period only where they are given, whatever is in the name', async () => {
    const { client, queries, sleep } = athenaWith([DONE]);
    expect(await athenaSums(client, LAKE, sleep, { report: "a' OR 'b", billingPeriod: '2025-01' })).toEqual([]);
    expect(queries[0]?.QueryString).toContain(
      "WHERE part.report = 'a'' OR ''b' AND part.billing_period = '2025-01'\nGROUP BY",
    );
  });

  it.each(['FAILED', 'CANCELLED'])('says why a query ended %s', async (State) => {
    const { client, sleep } = athenaWith([{ State, StateChangeReason: 'Query exhausted resources' }]);
    await expect(athenaSums(client, LAKE, sleep)).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      message: expect.stringContaining('Query exhausted resources'),
    });
  });
});
