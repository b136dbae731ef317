import {
  type FileDownloadCompleted,
  type FileDownloadFailed,
  fileDownloadCompleted,
  fileDownloadFailed,
  fileMetadataReady,
} from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { type Reaction, type ReceivedEvent, when } from '../consume.ts';
import {
  type Download,
  type FileDownloads,
  NO_DOWNLOADS,
  outstanding,
  sumsByBucket,
  withDownload,
  withOrigin,
} from './download-tallies.ts';
import { factTime, happenedAt, type MediaEvent } from './happened-at.ts';
import type { DownloadCounts } from './ports.ts';

/** Counters that one save changes; DynamoDB's limit for a transaction is 100 writes. */
export const MAX_CHANGES = 50;
/** Saves, lost races among them, after which the event is left to a later try. */
const MAX_ROUNDS = 20;

/** Keeps the counters of downloads per day, channel and content type. */
export function countDownloads(counts: DownloadCounts): Reaction[] {
  const count = (event: ReceivedEvent<FileDownloadCompleted | FileDownloadFailed>, download: Download) =>
    recount(counts, event.detail.fileId, (downloads) => withDownload(downloads, event.id, download));
  return [
    when(fileMetadataReady, (event) => {
      const { fileId, authorUser: channel, contentType } = event.detail;
      const origin = { channel, contentType, ...factTime(event) };
      return recount(counts, fileId, (downloads) => withOrigin(downloads, origin));
    }),
    when(fileDownloadCompleted, (event) => {
      const { contentType, size } = event.detail;
      return count(event, { day: dayOf(event), outcome: 'completed', contentType, size });
    }),
    when(fileDownloadFailed, (event) => count(event, { day: dayOf(event), outcome: 'failed', size: 0 })),
  ];
}

const dayOf = (event: MediaEvent): string => happenedAt(event).slice(0, 10);

/**
 * Changes what is known of a file's downloads, and the counters by what that makes different: nothing where it was known,
 * and the right difference where it was known wrongly.
 */
export async function recount(
  counts: DownloadCounts,
  fileId: string,
  learn: (downloads: FileDownloads) => FileDownloads,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const stored = await counts.load(fileId);
    const known = stored?.downloads ?? { fileId, ...NO_DOWNLOADS };
    const downloads = learn(known);
    const changes = outstanding(downloads);
    if (changes.length === 0 && downloads === known) return;
    const now = changes.slice(0, MAX_CHANGES);
    const next = { ...downloads, counted: sumsByBucket([...downloads.counted, ...now]) };
    if ((await counts.save(next, stored?.version, now)) && now.length === changes.length) return;
  }
  throw new AlmanacError(
    'DOWNLOAD_COUNTS_CONTENDED',
    `The counts of ${fileId} keep changing; they will be tried again`,
  );
}
