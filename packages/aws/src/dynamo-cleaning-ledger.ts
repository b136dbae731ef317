import {
  type AbandonedUpload,
  type CleaningLedger,
  type DeliveryRef,
  type LivePeriod,
  type PeriodRef,
  REPLACED,
  type ReplacedDelivery,
} from '@almanac/cur';
import { type Clock, inParallel } from '@almanac/kernel';
import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { deliveryFiles } from './delivery-files.ts';
import { deliveryItemKey, filesItem, managedDeliveryItem, newestItem, replacedItem } from './delivery-items.ts';
import { deliveryObjects } from './delivery-objects.ts';
import { headItem, ledgerKeys } from './ledger-items.ts';
import { CALLS_AT_ONCE, ledgerTable } from './ledger-table.ts';
import { periodState } from './publication-items.ts';

const uploadItem = z.object({ object_id: z.string(), key: z.string(), report: z.string(), updated_at: z.string() });
const livePeriodItem = z.object({
  report: z.string(),
  billing_period: z.string(),
  live: z.object({ shadow: z.boolean() }),
  announcement: z.object({ origin: z.object({ key: z.string() }) }),
});
const uploadedItem = z.object({ report: z.string(), periods: z.record(z.string(), z.unknown()) });
const cleaningItem = z.object({ seen_to: z.string() });

/** The cleaning's side of `cur_ledger`. Its index lags by moments, which makes no difference to what is days old. */
export function dynamoCleaningLedger(dynamo: DynamoDBDocumentClient, table: string, clock: Clock): CleaningLedger {
  const now = () => clock.now().toISOString();
  const ledger = ledgerTable(dynamo, table);

  /** Items of a kind last changed in a time span, the longest unchanged first. */
  async function* unchanged(kind: string, after: string, before: string, statuses: readonly string[]) {
    const values = Object.fromEntries(statuses.map((status, index) => [`:s${index}`, status]));
    const pages = paginateQuery(
      { client: dynamo },
      {
        TableName: table,
        IndexName: 'kind-index',
        KeyConditionExpression: '#kind = :kind AND updated_at BETWEEN :after AND :before',
        FilterExpression: `#status IN (${Object.keys(values).join(', ')})`,
        ExpressionAttributeNames: { '#kind': 'kind', '#status': 'status' },
        ExpressionAttributeValues: { ':kind': kind, ':after': after, ':before': before, ...values },
      },
    );
    for await (const { Items = [] } of pages) yield* Items;
  }

  const files = deliveryFiles(ledger);
  const concludeObjects = deliveryObjects(ledger, files, now);

  /** What never became anything but a part of a delivery that waited does not wait any more. */
  const concludeWaiting = async (delivery: DeliveryRef): Promise<void> => {
    const { success, data } = managedDeliveryItem.safeParse(await ledger.get(deliveryItemKey(delivery)));
    if (!success || data.settled === 'superseded') return;
    await concludeObjects(data, await files.of(delivery), 'superseded');
  };

  const forgetFiles = async ({ report, deliveryId }: DeliveryRef): Promise<void> => {
    for (const item of await ledger.query(`report#${report}`, `files#${deliveryId}#`)) {
      const { bucket, files } = filesItem.parse(item);
      await inParallel(CALLS_AT_ONCE, files, ({ key }) =>
        ledger.remove(ledgerKeys.expectation(bucket, key, deliveryId)),
      );
      await ledger.remove({ pk: String(item.pk), sk: String(item.sk) });
    }
  };

  return {
    async *replaced(before): AsyncGenerator<ReplacedDelivery> {
      for await (const item of unchanged('delivery', BEGINNING, before, REPLACED)) {
        const { report, billing_period, delivery_id, status, updated_at } = replacedItem.parse(item);
        yield { report, billingPeriod: billing_period, deliveryId: delivery_id, status, changedAt: updated_at };
      }
    },

    async isNeeded({ report, billingPeriod, deliveryId }) {
      const keys = [
        ledgerKeys.period(report, billingPeriod),
        ledgerKeys.newest(report, billingPeriod),
        ledgerKeys.head(report),
      ] as const;
      const [period, newest, head] = await Promise.all(keys.map(ledger.get));
      const { live, unfinished } = periodState({ report, billingPeriod }, period);
      const ids = [...unfinished, ...(live ? [live] : [])].map((content) => content.deliveryId);
      if (newest) ids.push(newestItem.parse(newest).delivery_id);
      if (head) ids.push(headItem.parse(head).object_id);
      return ids.includes(deliveryId);
    },

    claim: (delivery) =>
      ledger.setIf(deliveryItemKey(delivery), { status: 'cleaning' }, '#status = :seen AND updated_at = :changed_at', {
        values: { ':seen': delivery.status, ':changed_at': delivery.changedAt },
      }),

    async forget(delivery) {
      await concludeWaiting(delivery);
      await forgetFiles(delivery);
      // The kind takes it out of what is looked through.
      const cleaned = { kind: 'cleaned-delivery', status: 'cleaned', cleaned_at: now(), updated_at: now() };
      await ledger.setIf(deliveryItemKey(delivery), cleaned, '#status = :cleaning', {
        values: { ':cleaning': 'cleaning' },
      });
    },

    async *abandoned(after, before): AsyncGenerator<AbandonedUpload> {
      for await (const item of unchanged('object', after || BEGINNING, before, ['superseded', 'failed'])) {
        const { object_id: id, key, report, updated_at: changedAt } = uploadItem.parse(item);
        yield { id, key, report, changedAt };
      }
    },

    wasBegun: async (delivery) => (await ledger.get(deliveryItemKey(delivery))) !== undefined,

    async seenTo() {
      const item = await ledger.get(ledgerKeys.cleaning);
      return item ? cleaningItem.parse(item).seen_to : '';
    },

    async saveSeenTo(time) {
      await ledger.set(ledgerKeys.cleaning, { seen_to: time });
    },

    async *live(): AsyncGenerator<LivePeriod> {
      for await (const item of allOf('period', 'state', 'live')) {
        const { report, billing_period: billingPeriod, live, announcement } = livePeriodItem.parse(item);
        yield { report, billingPeriod, shadow: live.shadow, key: announcement.origin.key };
      }
    },

    async *uploads(): AsyncGenerator<PeriodRef> {
      for await (const item of allOf('report', 'deleted', false)) {
        const { report, periods } = uploadedItem.parse(item);
        yield* Object.keys(periods).map((billingPeriod) => ({ report, billingPeriod }));
      }
    },
  };

  /** Items of a kind with a certain value of an attribute. */
  async function* allOf(kind: string, attribute: string, value: string | boolean) {
    const pages = paginateQuery(
      { client: dynamo },
      {
        TableName: table,
        IndexName: 'kind-index',
        KeyConditionExpression: '#kind = :kind',
        FilterExpression: '#attribute = :value',
        ExpressionAttributeNames: { '#kind': 'kind', '#attribute': attribute },
        ExpressionAttributeValues: { ':kind': kind, ':value': value },
      },
    );
    for await (const { Items = [] } of pages) yield* Items;
  }
}

/** Earlier than any time; DynamoDB takes no empty text in a key condition. */
const BEGINNING = '0';
