import type { BookEntry } from '@almanac/cur';
import { AlmanacError, Decimal } from '@almanac/kernel';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { z } from 'zod';
import type { BookScope } from './daily-cost-sums.ts';

export interface LakeNames {
  readonly database: string;
  /** The table of every delivery's line items. */
  readonly table: string;
  readonly workgroup: string;
}

const FIRST_POLL_MS = 200;
const LAST_POLL_MS = 5000;

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

function sumsQuery(table: string, { report, billingPeriod }: BookScope): string {
  const conditions = [
    ...(report === undefined ? [] : [`part.report = ${text(report)}`]),
    ...(billingPeriod === undefined ? [] : [`part.billing_period = ${text(billingPeriod)}`]),
  ];
  return `
SELECT part.report, part.billing_period, part.billingcurrency,
  sum(part.billedcost) AS unblended_cost, sum(part.effectivecost) AS amortized_cost, count(*) AS line_items
FROM ${table} AS part
JOIN (
  SELECT report, billing_period, delivery FROM live_deliveries
  UNION ALL SELECT report, billing_period, delivery FROM shadow_deliveries
) AS live
  ON part.report = live.report AND part.billing_period = live.billing_period AND part.delivery = live.delivery
${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}\n` : ''}GROUP BY 1, 2, 3`.trim();
}

const amount = z.string().transform((value) => Decimal.parse(value));
const row = z.tuple([z.string(), z.string(), z.string(), amount, amount, z.string().regex(/^\d+$/).transform(Number)]);

/**
 * What Athena holds of live deliveries, those kept out of the totals included, by report, billing period and currency: one query, exact, as costs are DECIMAL.
 * Costs what Athena reads of two cost columns, a fraction of the Parquet files in scope.
 * @throws AlmanacError `QUERY_FAILED` with Athena's reason
 */
export async function athenaSums(
  athena: AthenaClient,
  { database, table, workgroup }: LakeNames,
  sleep: (ms: number) => Promise<unknown>,
  scope: BookScope = {},
): Promise<BookEntry[]> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sumsQuery(table, scope),
      WorkGroup: workgroup,
      QueryExecutionContext: { Database: database },
    }),
  );
  await untilDone(athena, QueryExecutionId, sleep);
  const entries: BookEntry[] = [];
  let isHeader = true; // the first row of the first page
  for await (const { ResultSet } of paginateGetQueryResults({ client: athena }, { QueryExecutionId })) {
    for (const { Data = [] } of ResultSet?.Rows ?? []) {
      if (!isHeader) entries.push(entryOf(Data.map(({ VarCharValue }) => VarCharValue)));
      isHeader = false;
    }
  }
  return entries;
}

function entryOf(cells: readonly (string | undefined)[]): BookEntry {
  const [report, billingPeriod, currency, unblendedCost, amortizedCost, lineItems] = row.parse(cells);
  return { report, billingPeriod, currency, unblendedCost, amortizedCost, lineItems };
}

/** Athena itself ends a query after 30 minutes. */
async function untilDone(
  athena: AthenaClient,
  id: string | undefined,
  sleep: (ms: number) => Promise<unknown>,
): Promise<void> {
  for (let pause = FIRST_POLL_MS; ; pause = Math.min(2 * pause, LAST_POLL_MS)) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return;
    if (State === 'FAILED' || State === 'CANCELLED') {
      throw new AlmanacError(
        'QUERY_FAILED',
        `Athena's query ended ${State}: ${StateChangeReason ?? 'no reason given'}`,
        {
          query_execution_id: id,
        },
      );
    }
    await sleep(pause);
  }
}
