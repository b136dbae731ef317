import type { FileDownloads, Tally } from '@almanac/events';
import { stableId } from '@almanac/kernel';
import * as z from 'zod';
import { toAttributes, toFields } from './item-names.ts';
import { decimal } from './ledger-items.ts';

/** DynamoDB holds 38 digits; a JavaScript number would round sums of bytes. */
const exactBytes = decimal.transform((number) => BigInt(number.toString()));
const count = decimal.transform((number) => Number(number.toString()));

const bucket = { day: z.string(), channel: z.string(), content_type: z.string() };
const tallyItem = z
  .object({ ...bucket, completed: count, failed: count, bytes: exactBytes })
  .transform(({ content_type: contentType, ...rest }): Tally => ({ ...rest, contentType }));

const attributes = z.record(z.string(), z.unknown()).transform(toFields);
const download = z.object({
  day: z.string(),
  outcome: z.enum(['completed', 'failed']),
  contentType: z.string().exactOptional(),
  size: z.int(),
});
const origin = z.object({ eventId: z.string(), happenedAt: z.string(), channel: z.string(), contentType: z.string() });

const downloadsItem = z.object({
  file_id: z.string(),
  origin: attributes.pipe(origin).exactOptional(),
  downloads: z.array(attributes.pipe(download.extend({ eventId: z.string() }))),
  counted: z.array(tallyItem),
});

export const downloadsKey = (fileId: string) => ({ pk: `file#${fileId}`, sk: 'downloads' });
export const dayKey = (day: string) => `downloads#${day}`;
/** The names may be long and hold any character: they are attributes, and the key a hash of them. */
export const counterKey = ({ day, channel, contentType }: Tally) => ({
  pk: dayKey(day),
  sk: stableId(channel, contentType),
});

export const tallyOf = (item: unknown): Tally => tallyItem.parse(item);

export function downloadsOf(item: unknown): FileDownloads {
  const { file_id: fileId, downloads, ...rest } = downloadsItem.parse(item);
  return { fileId, byEvent: Object.fromEntries(downloads.map(({ eventId, ...one }) => [eventId, one])), ...rest };
}

export const downloadsAttributes = ({ fileId, origin, byEvent, counted }: FileDownloads) => ({
  ...downloadsKey(fileId),
  file_id: fileId,
  ...(origin && { origin: toAttributes(origin) }),
  downloads: Object.entries(byEvent).map(([eventId, one]) => toAttributes({ eventId, ...one })),
  counted: counted.map(toAttributes),
});
