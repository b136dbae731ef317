import { fileDownloadCompleted, fileDownloadFailed, fileMetadataReady } from '@almanac/contracts';
import type { MediaFile } from '@almanac/events';
import * as z from 'zod';
import { toAttributes, toFields } from './item-names.ts';

const factTime = { eventId: z.string(), happenedAt: z.string() };
const known = { fileId: true, metadata: true } as const;
const factItem = <Shape extends z.ZodObject>(shape: Shape) =>
  z.record(z.string(), z.unknown()).transform(toFields).pipe(shape);

const mediaFileItem = z.object({
  file_id: z.string(),
  status: z.enum(['metadata_ready', 'downloading', 'failed', 'downloaded']),
  metadata: factItem(fileMetadataReady.detail.omit(known).extend(factTime)).exactOptional(),
  started: factItem(z.object(factTime)).exactOptional(),
  completed: factItem(fileDownloadCompleted.detail.omit(known).extend(factTime)).exactOptional(),
  failed: factItem(fileDownloadFailed.detail.omit({ ...known, timestamp: true }).extend(factTime)).exactOptional(),
});

/** Reads an item of `media_files`. */
export function mediaFileOf(item: unknown): MediaFile {
  const { file_id: fileId, status, ...facts } = mediaFileItem.parse(item);
  return { fileId, status, facts };
}

/** A file's item: its status, and a map for each kind of fact that is known. */
export const mediaFileAttributes = ({ fileId, status, facts }: MediaFile) => ({
  file_id: fileId,
  status,
  ...Object.fromEntries(Object.entries(facts).map(([kind, fact]) => [kind, toAttributes(fact)])),
});
