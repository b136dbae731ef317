import {
  type Announcement,
  type DeliveryContent,
  type PeriodRef,
  type PeriodState,
  type Progress,
  sameContent,
  type Target,
} from '@almanac/cur';
import { ledgerKeys, number, type TransactItem, toTotalsItem } from './ledger-items.ts';
import { toAnnouncementItem, toContentItem, toProgressItem } from './publication-items.ts';
import { setting } from './update-expression.ts';

export const periodKey = ({ report, billingPeriod }: PeriodRef) => ledgerKeys.period(report, billingPeriod);

/** The intent to make `target` live; fails where somebody else has finished a publication meanwhile. */
export function beginWrites(
  table: string,
  state: PeriodState,
  intended: DeliveryContent,
  target: Target,
  now: string,
): TransactItem[] {
  const others = state.unfinished.filter((content) => !sameContent(content, intended));
  const attributes = {
    kind: 'period',
    report: state.report,
    billing_period: state.billingPeriod,
    revision: number(state.revision),
    unfinished: [...others, intended].map(toContentItem),
    state: 'publishing',
    updated_at: now,
  };
  const update = setting(attributes);
  const goesOn = sameContent(state.unfinished.at(-1), intended);
  return [
    {
      Update: {
        TableName: table,
        Key: periodKey(state),
        ...update,
        UpdateExpression: `${update.UpdateExpression}${goesOn ? '' : ' REMOVE progress'}`,
        ConditionExpression: 'attribute_not_exists(#revision) OR #revision = :revision',
      },
    },
    ...(target.kind === 'delivery'
      ? [
          unlessCleaned(
            deliveryUpdate(table, state, intended, {
              status: 'publishing',
              files: [...target.files],
              started_at: now,
              updated_at: now,
            }),
          ),
        ]
      : []),
  ];
}

/** What the cleaning has laid its hands on cannot be published: its files may be gone. */
const unlessCleaned = ({ Update }: TransactItem): TransactItem => ({
  ...(Update && {
    Update: {
      ...Update,
      ConditionExpression: 'attribute_not_exists(#status) OR NOT #status IN (:cleaning, :cleaned)',
      ExpressionAttributeValues: {
        ...Update.ExpressionAttributeValues,
        ':cleaning': 'cleaning',
        ':cleaned': 'cleaned',
      },
    },
  }),
});

/** How far the publication got. */
export const progressWrite = (table: string, state: PeriodState, progress: Progress): TransactItem => ({
  Update: {
    TableName: table,
    Key: periodKey(state),
    UpdateExpression: 'SET progress = :progress',
    ConditionExpression: 'revision = :revision',
    ExpressionAttributeValues: {
      ':progress': toProgressItem(progress),
      ':revision': number(state.revision),
    },
  },
});

/**
 * Moves the pointer to `target` and leaves the announcement to be sent; then ends what was live before, and everything that
 * was begun. Those that one transaction does not take come last: they can be made before it, as none of them counts.
 */
export function finishWrites(
  table: string,
  state: PeriodState,
  intended: DeliveryContent,
  target: Target,
  announcement: Announcement,
  now: string,
): TransactItem[] {
  const delivery = target.kind === 'delivery' ? intended : undefined;
  const standing = withParts([...(state.live ? [state.live] : []), ...state.unfinished]);
  const ended = new Set(standing.map(({ deliveryId }) => deliveryId).filter((id) => id !== delivery?.deliveryId));
  return [
    periodUpdate(table, state, delivery, announcement, now),
    ...(delivery
      ? [
          deliveryUpdate(table, state, delivery, {
            status: 'published',
            files: [...announcement.files],
            published_at: announcement.publishedAt,
            publish_ms: number(announcement.publishMs),
            updated_at: now,
          }),
        ]
      : []),
    ...[...ended].map((deliveryId) => ({
      Update: {
        TableName: table,
        Key: ledgerKeys.delivery(state.report, state.billingPeriod, deliveryId),
        ...setting({ status: delivery ? 'superseded' : 'withdrawn', updated_at: now }),
      },
    })),
  ];
}

function periodUpdate(
  table: string,
  state: PeriodState,
  delivery: DeliveryContent | undefined,
  announcement: Announcement,
  now: string,
): TransactItem {
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = setting({
    state: delivery ? 'live' : 'withdrawn',
    revision: number(state.revision + 1),
    announcement: toAnnouncementItem(announcement),
    published_at: announcement.publishedAt,
    rows: number(announcement.rows),
    totals: toTotalsItem(announcement.totals),
    files: [...announcement.files],
    parts: number(announcement.parts),
    shadow: announcement.shadow,
    updated_at: now,
    ...(delivery && { live: toContentItem(delivery) }),
  });
  return {
    Update: {
      TableName: table,
      Key: periodKey(state),
      UpdateExpression: `${UpdateExpression} REMOVE unfinished, progress${delivery ? '' : ', live'}`,
      ConditionExpression: '#revision = :before',
      ExpressionAttributeNames,
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ':before': number(state.revision) },
    },
  };
}

const deliveryUpdate = (
  table: string,
  { report, billingPeriod }: PeriodRef,
  content: DeliveryContent,
  rest: Record<string, unknown>,
): TransactItem => ({
  Update: {
    TableName: table,
    Key: ledgerKeys.delivery(report, billingPeriod, content.deliveryId),
    ...setting({ kind: 'delivery', report, billing_period: billingPeriod, ...toContentItem(content), ...rest }),
  },
});

/** The deliveries among contents: a withdrawal has no files and no item of its own. */
const withParts = (contents: readonly DeliveryContent[]) => contents.filter(({ parts }) => parts > 0);
