import type { Announcement, DeliveryContent, PeriodRef, PeriodState, Progress } from '@almanac/cur';
import { Decimal } from '@almanac/kernel';
import * as z from 'zod';
import { number, plainNumber, toTotalsItem, totalsItem } from './ledger-items.ts';

const contentItem = z
  .object({
    delivery_id: z.string(),
    parts: plainNumber,
    rows: plainNumber,
    totals: totalsItem,
    payers: z.array(z.string()),
    shadow: z.boolean(),
  })
  .transform(
    (item): DeliveryContent => ({
      deliveryId: item.delivery_id,
      parts: item.parts,
      rows: item.rows,
      totals: item.totals,
      payers: item.payers,
      shadow: item.shadow,
    }),
  );

export const toContentItem = (content: DeliveryContent) => ({
  delivery_id: content.deliveryId,
  parts: number(content.parts),
  rows: number(content.rows),
  totals: toTotalsItem(content.totals),
  payers: [...content.payers],
  shadow: content.shadow,
});

const announcementItem = z
  .object({
    id: z.string(),
    delivery_id: z.string(),
    supersedes: z.string().optional(),
    withdrawn: z.enum(['deleted', 'not-in-file', 'duplicate']).optional(),
    shadow: z.boolean(),
    files: z.array(z.string()),
    parts: plainNumber,
    rows: plainNumber,
    totals: totalsItem,
    change: totalsItem,
    changed_days: z.array(z.string()),
    accounts: z.array(z.string()),
    published_at: z.string(),
    seconds_to_published: plainNumber,
    publish_ms: plainNumber,
    origin: z.object({
      bucket: z.string(),
      key: z.string(),
      id: z.string(),
      event_time: z.string(),
      event_id: z.string(),
    }),
    due: z.set(z.enum(['alert', 'event'])).default(new Set()),
  })
  .transform(
    (item): NonNullable<PeriodState['announcement']> => ({
      id: item.id,
      deliveryId: item.delivery_id,
      ...(item.supersedes && { supersedes: item.supersedes }),
      ...(item.withdrawn && { withdrawn: item.withdrawn }),
      shadow: item.shadow,
      files: item.files,
      parts: item.parts,
      rows: item.rows,
      totals: item.totals,
      change: item.change,
      changedDays: item.changed_days,
      accounts: item.accounts,
      publishedAt: item.published_at,
      secondsToPublished: item.seconds_to_published,
      publishMs: item.publish_ms,
      origin: { ...item.origin, eventTime: item.origin.event_time, eventId: item.origin.event_id },
      due: [...item.due],
    }),
  );

export const toAnnouncementItem = (announcement: Announcement) => ({
  id: announcement.id,
  delivery_id: announcement.deliveryId,
  supersedes: announcement.supersedes,
  withdrawn: announcement.withdrawn,
  shadow: announcement.shadow,
  files: [...announcement.files],
  parts: number(announcement.parts),
  rows: number(announcement.rows),
  totals: toTotalsItem(announcement.totals),
  change: toTotalsItem(announcement.change),
  changed_days: [...announcement.changedDays],
  accounts: [...announcement.accounts],
  published_at: announcement.publishedAt,
  seconds_to_published: number(announcement.secondsToPublished),
  publish_ms: number(announcement.publishMs),
  origin: {
    bucket: announcement.origin.bucket,
    key: announcement.origin.key,
    id: announcement.origin.id,
    event_time: announcement.origin.eventTime,
    event_id: announcement.origin.eventId,
  },
  due: new Set(['alert', 'event']),
});

const progressItem = z
  .object({
    plan: z.string(),
    done: plainNumber,
    at: z.object({ group: plainNumber, slice: plainNumber, slices: plainNumber, done_before: plainNumber }),
    changed_days: z.array(z.string()),
    accounts: z.array(z.string()),
  })
  .transform(
    ({ at: { done_before, ...place }, changed_days, ...item }): Progress => ({
      ...item,
      at: { ...place, doneBefore: done_before },
      changedDays: changed_days,
    }),
  );

export const toProgressItem = ({ plan, done, at, changedDays, accounts }: Progress) => ({
  plan,
  done: number(done),
  at: {
    group: number(at.group),
    slice: number(at.slice),
    slices: number(at.slices),
    done_before: number(at.doneBefore),
  },
  changed_days: [...changedDays],
  accounts: [...accounts],
});

const periodItem = z.object({
  revision: plainNumber,
  live: contentItem.optional(),
  unfinished: z.array(contentItem).default([]),
  /** In a form of before it is none: all changes are then made again, which changes nothing. */
  progress: progressItem.optional().catch(undefined),
  announcement: announcementItem.optional(),
});

/** The state of a period from its ledger item; of one never published where there is none. */
export function periodState(period: PeriodRef, item: Record<string, unknown> | undefined): PeriodState {
  const known = periodItem.parse(item ?? { revision: Decimal.ZERO });
  return {
    ...period,
    revision: known.revision,
    unfinished: known.unfinished,
    ...(known.live && { live: known.live }),
    ...(known.progress && { progress: known.progress }),
    ...(known.announcement && known.announcement.due.length > 0 && { announcement: known.announcement }),
  };
}
