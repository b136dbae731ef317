import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueryExecutionCommand, paginateGetQueryResults, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { Refusal } from '../local-stack/refusal.ts';
import type { LocalStack } from './stack.ts';

const POLL_MS = 300;

/** Runs SQL in Athena and returns its rows, the header first. @throws Refusal with Athena's reason if it fails */
export const athena = async ({ athena: client, ...stack }: LocalStack, sql: string): Promise<string[][]> => {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: stack.athena_workgroup,
      QueryExecutionContext: { Database: stack.glue_database },
    }),
  );
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') break;
    if (State !== 'QUEUED' && State !== 'RUNNING') throw new Refusal(`Athena ${State}: ${StateChangeReason}\n${sql}`);
    await sleep(POLL_MS);
  }
  const rows: string[][] = [];
  for await (const { ResultSet } of paginateGetQueryResults({ client }, { QueryExecutionId })) {
    for (const { Data = [] } of ResultSet?.Rows ?? []) rows.push(Data.map(({ VarCharValue = '' }) => VarCharValue));
  }
  return rows;
};

/** What each billing period of some reports costs: line items of the deliveries that count, and of no other. */
export const periodTotals = (table: string, reports: readonly string[]): string =>
  `SELECT part.billing_period, sum(billedcost) AS unblended, sum(effectivecost) AS amortised, count(*) AS line_items
FROM ${table} AS part
JOIN live_deliveries AS live
  ON part.report = live.report AND part.billing_period = live.billing_period AND part.delivery = live.delivery
WHERE part.report IN (${reports.map((report) => `'${report}'`).join(', ')})
GROUP BY part.billing_period
ORDER BY part.billing_period`;
