import { GetPartitionsCommand } from '@aws-sdk/client-glue';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { DeleteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { periodsOf } from './books.ts';
import { dynamo, glue, lambda } from './sdk.ts';
import { stack } from './stack.ts';
import { logLines } from './steps.ts';
import { until } from './until.ts';

const LONG_AGO = '2020-01-01T00:00:00.000Z';
const TableName = stack.cur_ledger_table;
const text = z.string();

/** Items of the ledger in one partition. */
export const ledgerItems = async (pk: string, sk = ''): Promise<Record<string, unknown>[]> => {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: sk ? 'pk = :pk AND begins_with(sk, :sk)' : 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk, ...(sk && { ':sk': sk }) },
    }),
  );
  return Items;
};

/** The deliveries of a report by the ledger: status by id. */
export const deliveriesOf = async (report: string): Promise<Record<string, string>> => {
  const items = await ledgerItems(`report#${report}`, 'delivery#');
  return Object.fromEntries(items.map(({ delivery_id, status }) => [text.parse(delivery_id), text.parse(status)]));
};

/** Changes items of the ledger by hand. */
const setByHand = (item: Record<string, unknown>, expression: string, values: Record<string, unknown>) =>
  dynamo.send(
    new UpdateCommand({
      TableName,
      Key: { pk: item.pk, sk: item.sk },
      UpdateExpression: expression,
      ExpressionAttributeValues: values,
    }),
  );

/** Makes the ledger say that what a period shows is kept out of the totals, which no variable asks for. */
export const pretendShadow = async (report: string, billingPeriod: string): Promise<void> => {
  const [item = {}] = await ledgerItems(`report#${report}`, `period#${billingPeriod}`);
  await setByHand(item, 'SET live.shadow = :shadow', { ':shadow': true });
};

/** Waits until a period shows something that is not kept out of the totals. */
export const untilCounted = (report: string, billingPeriod: string) =>
  until(
    `${report} ${billingPeriod} counts`,
    async () => (await periodsOf(report))[billingPeriod],
    (period) => period?.state === 'live' && period.live?.shadow === false,
  );

export const removeByHand = ({ pk, sk }: Record<string, unknown>) =>
  dynamo.send(new DeleteCommand({ TableName, Key: { pk, sk } }));

/** Makes everything that the ledger says of a report's deliveries, and of a key's uploads, old enough to be cleaned. */
export const makeOld = async (report: string, key?: string): Promise<void> => {
  const uploads = key ? await ledgerItems(`object#${stack.cur_bucket}/${key}`) : [];
  for (const item of [...(await ledgerItems(`report#${report}`, 'delivery#')), ...uploads]) {
    await setByHand(item, 'SET updated_at = :old', { ':old': LONG_AGO });
  }
  // Uploads are looked at once: from here on, all over again.
  await removeByHand({ pk: 'cleaning', sk: 'uploads' });
};

const cleaned = z.object({
  deliveries: z.number(),
  objects: z.number(),
  bytes: z.number(),
  requested: z.number(),
  finished: z.literal(true),
  failures: z.literal(0),
});

/** Has the function run for real. Returns what it says it did; others' reports are cleaned with it. */
export const runCleanup = async () => {
  const since = Date.now() - 1000;
  const id = `by-hand-${since}`;
  const Payload = JSON.stringify({ id, 'detail-type': 'Scheduled Event' });
  const { FunctionError, Payload: answer } = await lambda.send(
    new InvokeCommand({ FunctionName: 'cur-cleanup-dev', Payload }),
  );
  if (FunctionError) throw new Error(`cur-cleanup: ${Buffer.from(answer ?? []).toString()}`);
  const lines = await until(
    `the log tells of ${id}`,
    () => logLines('cur-cleanup', since, `"lake cleaned" ${id}`),
    ({ length }) => length > 0,
  );
  return cleaned.parse(lines[0]);
};

/** Ids of a report's deliveries that have a partition. */
export const partitionsOf = async (report: string): Promise<string[]> => {
  const { Partitions = [] } = await glue.send(
    new GetPartitionsCommand({
      DatabaseName: stack.glue_database,
      TableName: stack.glue_table,
      Expression: `report = '${report}'`,
    }),
  );
  return Partitions.flatMap(({ Values: [name, , id = ''] = [] }) => (name === report ? [id] : []));
};
