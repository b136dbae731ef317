import { setTimeout as sleep } from 'node:timers/promises';
import type { DailyCostRepair, PeriodRef, StandingRow } from '@almanac/cur';
import { type Clock, inParallel } from '@almanac/kernel';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, paginateQuery, paginateScan, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { dailyCostItem, dailyCostOf } from './daily-cost-items.ts';
import { number, type TransactItem } from './ledger-items.ts';
import { CALLS_AT_ONCE } from './ledger-table.ts';
import { periodKey } from './publication-writes.ts';

/** DynamoDB's limit of 100, less the look at the ledger. */
const ROWS_PER_TRANSACTION = 99;
const MAX_ROUNDS = 10;

const rowKey = z.object({ usage_date: z.string(), dimension_key: z.string() });

/**
 * Rows of `cost_daily` as they stand, and their repair: each write is one transaction with a look at the ledger, so that
 * none can slip in after the publisher has begun.
 */
export function dynamoDailyCostRepair(
  dynamo: DynamoDBDocumentClient,
  tables: { readonly costDaily: string; readonly ledger: string },
  clock: Clock,
): DailyCostRepair {
  const guarded = async (guard: TransactItem, writes: TransactItem[]): Promise<boolean> => {
    for (let round = 0; ; round++) {
      try {
        await dynamo.send(new TransactWriteCommand({ TransactItems: [guard, ...writes] }));
        return true;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = (error.CancellationReasons ?? []).map(({ Code }) => Code);
        if (reasons.includes('ConditionalCheckFailed')) return false;
        if (round === MAX_ROUNDS || reasons.includes('ValidationError')) throw error;
        await sleep(Math.random() * 50 * 2 ** round);
      }
    }
  };

  const standingOn = async (usageDate: string, { report, billingPeriod }: PeriodRef): Promise<StandingRow[]> => {
    const [condition, prefix] =
      billingPeriod === ''
        ? ['dimension_key = :key', report]
        : ['begins_with(dimension_key, :key)', `${report}#${billingPeriod}#`];
    const pages = paginateQuery(
      { client: dynamo },
      {
        TableName: tables.costDaily,
        KeyConditionExpression: `usage_date = :day AND ${condition}`,
        ExpressionAttributeValues: { ':day': usageDate, ':key': prefix },
        ConsistentRead: true,
      },
    );
    const found: StandingRow[] = [];
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const row = dailyCostOf(item);
        found.push({ usageDate, dimensionKey: rowKey.parse(item).dimension_key, ...(row && { row }) });
      }
    }
    return found;
  };

  return {
    async daysWithRows() {
      const days = new Map<string, { period: PeriodRef; days: Set<string> }>();
      const pages = paginateScan(
        { client: dynamo },
        {
          TableName: tables.costDaily,
          ConsistentRead: true,
          ProjectionExpression: Object.keys(rowKey.shape).join(', '),
        },
      );
      for await (const { Items = [] } of pages) {
        for (const { usage_date, dimension_key } of Items.map((item) => rowKey.parse(item))) {
          const period = periodOf(dimension_key);
          const name = `${period.report}#${period.billingPeriod}`;
          const known = days.get(name) ?? { period, days: new Set() };
          days.set(name, known);
          known.days.add(usage_date);
        }
      }
      return [...days.values()];
    },

    standing: async (period, days) => (await inParallel(CALLS_AT_ONCE, days, (day) => standingOn(day, period))).flat(),

    async apply(state, deliveryId, { write, remove }) {
      const guard: TransactItem = {
        ConditionCheck: {
          TableName: tables.ledger,
          Key: periodKey(state),
          ConditionExpression:
            'attribute_not_exists(unfinished) AND (revision = :revision OR attribute_not_exists(revision))',
          ExpressionAttributeValues: { ':revision': number(state.revision) },
        },
      };
      const updatedAt = clock.now().toISOString();
      const writes: TransactItem[] = [
        ...write.map((row) => ({
          Put: { TableName: tables.costDaily, Item: dailyCostItem(state.report, row, deliveryId, updatedAt) },
        })),
        ...remove.map(({ usageDate, dimensionKey }) => ({
          Delete: {
            TableName: tables.costDaily,
            Key: { usage_date: usageDate, dimension_key: dimensionKey },
          },
        })),
      ];
      for (let at = 0; at < writes.length; at += ROWS_PER_TRANSACTION) {
        if (!(await guarded(guard, writes.slice(at, at + ROWS_PER_TRANSACTION)))) return 'moved';
      }
      return 'applied';
    },
  };
}

/** Whose row it is, by its key; a key of another form is nobody's: it stands for itself. */
function periodOf(dimensionKey: string): PeriodRef {
  const [report = '', billingPeriod = '', ...rest] = dimensionKey.split('#');
  const isRow = rest.length > 0 && /^\d{4}-\d{2}$/.test(billingPeriod);
  return isRow ? { report, billingPeriod } : { report: dimensionKey, billingPeriod: '' };
}
