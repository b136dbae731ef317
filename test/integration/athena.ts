import { GetQueryExecutionCommand, paginateGetQueryResults, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { canonical } from '../../scripts/sample-report/index.ts';
import { athena } from './sdk.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';

const LIVE = `
  FROM ${stack.glue_table} AS parts JOIN live_deliveries AS live
    ON parts.report = live.report AND parts.billing_period = live.billing_period AND parts.delivery = live.delivery`;

/**
 * What Athena counts of a report at present: unblended cost, amortized cost and line items, summed by columns of
 * `focus_parts` (SQL expressions).
 */
export const athenaSums = async (report: string, by: readonly string[]): Promise<Record<string, string[]>> => {
  const columns = [...by, 'SUM(parts.billedcost)', 'SUM(parts.effectivecost)', 'COUNT(*)'];
  const groups = by.map((_, index) => index + 1).join(', ');
  const sql = `SELECT ${columns.join(', ')} ${LIVE} WHERE parts.report = '${report}' GROUP BY ${groups}`;
  const rows = await athenaRows(sql);
  return Object.fromEntries(
    rows.map((row) => {
      const [unblended = '', amortized = '', count = ''] = row.slice(by.length);
      return [row.slice(0, by.length).join('#'), [canonical(unblended), canonical(amortized), count]];
    }),
  );
};

/** The rows that a query answers with, without its header. @throws Error with Athena's reason if it fails */
export const athenaRows = async (sql: string, database = stack.glue_database): Promise<string[][]> => {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: stack.athena_workgroup,
      QueryExecutionContext: { Database: database },
    }),
  );
  const status = async () =>
    (await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }))).QueryExecution?.Status ?? {};
  const end = await until('the query has ended', status, ({ State }) => /SUCCEEDED|FAILED|CANCELLED/.test(`${State}`));
  if (end.State !== 'SUCCEEDED') throw new Error(`Athena: ${end.StateChangeReason}: ${sql}`);
  const rows: string[][] = [];
  for await (const { ResultSet } of paginateGetQueryResults({ client: athena }, { QueryExecutionId })) {
    rows.push(...(ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue = '' }) => VarCharValue)));
  }
  return rows.slice(1);
};
