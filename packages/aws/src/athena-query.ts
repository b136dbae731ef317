import { AlmanacError } from '@almanac/kernel';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';

export interface LakeNames {
  readonly database: string;
  /** The table of every delivery's line items. */
  readonly table: string;
  readonly workgroup: string;
}

const FIRST_POLL_MS = 200;
const LAST_POLL_MS = 5000;

/** Text as SQL takes it. */
export const sqlText = (value: string) => `'${value.replaceAll("'", "''")}'`;

/**
 * The rows that a query answers with, page by page, every cell as Athena writes it; a cell without a value is undefined.
 * @throws AlmanacError `QUERY_FAILED` with Athena's reason
 */
export async function* athenaRows(
  athena: AthenaClient,
  { database, workgroup }: LakeNames,
  sleep: (ms: number) => Promise<unknown>,
  QueryString: string,
): AsyncGenerator<(string | undefined)[]> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString,
      WorkGroup: workgroup,
      QueryExecutionContext: { Database: database },
    }),
  );
  await untilDone(athena, QueryExecutionId, sleep);
  let isHeader = true; // the first row of the first page
  for await (const { ResultSet } of paginateGetQueryResults({ client: athena }, { QueryExecutionId })) {
    for (const { Data = [] } of ResultSet?.Rows ?? []) {
      if (!isHeader) yield Data.map(({ VarCharValue }) => VarCharValue);
      isHeader = false;
    }
  }
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
