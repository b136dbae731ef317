import { type PeriodRef, type PublicationLedger, UPLOAD_WARNINGS_A_DAY } from '@almanac/cur';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { onlyIf } from './conditional-write.ts';
import { ledgerKeys, plainNumber } from './ledger-items.ts';
import { ledgerTable } from './ledger-table.ts';

/** Reports named in one warning. */
const MAX_OTHERS = 5;

const recorded = z.object({ paid_by: z.set(z.string()).default(new Set()) });
const warningsItem = z.object({ warnings: plainNumber });
const payerItem = z.object({ sk: z.string(), warned_at: z.string().optional() });

/** Which reports are live for each payer and billing period: one item a report, in a partition a payer and period. */
export function payerTwins(
  dynamo: DynamoDBDocumentClient,
  table: string,
  now: () => string,
): Pick<PublicationLedger, 'recordPayers' | 'unwarnedTwins' | 'warnedOfTwins'> {
  const ledger = ledgerTable(dynamo, table);
  const paidBy = async ({ report, billingPeriod }: PeriodRef): Promise<ReadonlySet<string>> =>
    recorded.parse((await ledger.get(ledgerKeys.period(report, billingPeriod))) ?? {}).paid_by;

  /** The first reports of the payer and period, this one among them or not. */
  const reportsOf = async (payer: string, { billingPeriod }: PeriodRef) => {
    const { Items = [] } = await dynamo.send(
      new QueryCommand({
        TableName: table,
        // What is no report sorts before, with a `!` that no report's name has.
        KeyConditionExpression: 'pk = :pk AND sk > :others',
        ExpressionAttributeValues: { ':pk': ledgerKeys.payer(payer, billingPeriod, '').pk, ':others': '"' },
        ConsistentRead: true,
        Limit: MAX_OTHERS + 1,
      }),
    );
    return Items.map((item) => payerItem.parse(item).sk);
  };

  const warningsKey = (payer: string, { billingPeriod }: PeriodRef) =>
    ledgerKeys.uploadWarnings(payer, billingPeriod, now().slice(0, 10));

  /** Whether people have been warned of uploads with this payer often enough for today. */
  const isEnough = async (payer: string, period: PeriodRef): Promise<boolean> => {
    const item = await ledger.get(warningsKey(payer, period));
    return item !== undefined && warningsItem.parse(item).warnings >= UPLOAD_WARNINGS_A_DAY;
  };

  return {
    async recordPayers({ report, billingPeriod }, payers) {
      const known = await paidBy({ report, billingPeriod });
      const gone = [...known].filter((payer) => !payers.includes(payer));
      const added = payers.filter((payer) => !known.has(payer));
      if (gone.length + added.length === 0) return;
      for (const payer of gone) {
        await dynamo.send(new DeleteCommand({ TableName: table, Key: ledgerKeys.payer(payer, billingPeriod, report) }));
      }
      for (const payer of added) {
        const Item = { ...ledgerKeys.payer(payer, billingPeriod, report), live_at: now() };
        await onlyIf(
          dynamo.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
        );
      }
      await ledger.update(
        ledgerKeys.period(report, billingPeriod),
        payers.length > 0
          ? { UpdateExpression: 'SET paid_by = :payers', ExpressionAttributeValues: { ':payers': new Set(payers) } }
          : { UpdateExpression: 'REMOVE paid_by' },
      );
    },

    async unwarnedTwins(period, isManaged) {
      const found = [];
      for (const payer of await paidBy(period)) {
        const own = await ledger.get(ledgerKeys.payer(payer, period.billingPeriod, period.report));
        if (!own || payerItem.parse(own).warned_at !== undefined) continue;
        const others = (await reportsOf(payer, period)).filter((report) => report !== period.report);
        if (others.length === 0 || (!isManaged && (await isEnough(payer, period)))) continue;
        found.push({ payer, others: others.slice(0, MAX_OTHERS) });
      }
      return found;
    },

    async warnedOfTwins(period, { payer, others }, isManaged) {
      if (!isManaged) {
        await ledger.update(warningsKey(payer, period), {
          UpdateExpression: 'ADD warnings :one',
          ExpressionAttributeValues: { ':one': 1 },
        });
      }
      for (const report of [...others, period.report]) {
        const key = ledgerKeys.payer(payer, period.billingPeriod, report);
        await ledger.setIf(key, { warned_at: now() }, 'attribute_exists(pk)');
      }
    },
  };
}
