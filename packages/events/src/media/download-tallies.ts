import { type FactTime, isNewer } from './happened-at.ts';

/** What counters are kept of. */
export interface Bucket {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** The channel author's user name; `unknown` until the file's metadata has come. */
  readonly channel: string;
  readonly contentType: string;
}

/** How often and how much was downloaded; as a change, negative numbers take away. */
export interface Tally extends Bucket {
  readonly completed: number;
  readonly failed: number;
  /** Of completed downloads. Sums may pass 2^53. */
  readonly bytes: bigint;
}

/** A download that came to an end. */
export interface Download {
  readonly day: string;
  readonly outcome: 'completed' | 'failed';
  /** Absent where it failed. */
  readonly contentType?: string;
  /** Bytes; 0 where it failed. */
  readonly size: number;
}

/** What the metadata of a file says that its downloads are counted by. */
export interface FileOrigin extends FactTime {
  readonly channel: string;
  readonly contentType: string;
}

/** All that is known of a file's downloads, and what of it stands in the counters. */
export interface FileDownloads {
  readonly fileId: string;
  readonly origin?: FileOrigin;
  /** By event id. */
  readonly byEvent: Readonly<Record<string, Download>>;
  readonly counted: readonly Tally[];
}

const UNKNOWN = 'unknown';

export const NO_DOWNLOADS = { byEvent: {}, counted: [] } as const;

export const withDownload = (downloads: FileDownloads, eventId: string, download: Download): FileDownloads => ({
  ...downloads,
  byEvent: { ...downloads.byEvent, [eventId]: download },
});

export const withOrigin = (downloads: FileDownloads, origin: FileOrigin): FileDownloads =>
  isNewer(origin, downloads.origin) || origin.eventId === downloads.origin?.eventId
    ? { ...downloads, origin }
    : downloads;

/** What a file's downloads add to the counters. */
export function talliesOf({ origin, byEvent }: FileDownloads): Tally[] {
  return sumsByBucket(
    Object.values(byEvent).map(({ day, outcome, contentType, size }) => ({
      day,
      channel: origin?.channel ?? UNKNOWN,
      contentType: contentType ?? origin?.contentType ?? UNKNOWN,
      completed: outcome === 'completed' ? 1 : 0,
      failed: outcome === 'failed' ? 1 : 0,
      bytes: BigInt(size),
    })),
  );
}

/** What has to be added to the counters so that they hold what they should. */
export const outstanding = (downloads: FileDownloads): Tally[] =>
  sumsByBucket([...talliesOf(downloads), ...downloads.counted.map(negated)]);

const negated = (tally: Tally): Tally => ({
  ...tally,
  completed: -tally.completed,
  failed: -tally.failed,
  bytes: -tally.bytes,
});

/** Tallies added up by bucket, ascending; those that come to nothing are left out. */
export function sumsByBucket(tallies: readonly Tally[]): Tally[] {
  const sums = new Map<string, Tally>();
  for (const tally of tallies) {
    const key = JSON.stringify([tally.day, tally.channel, tally.contentType]);
    const sum = sums.get(key);
    sums.set(key, sum ? plus(sum, tally) : tally);
  }
  const isSomething = ({ completed, failed, bytes }: Tally) => completed !== 0 || failed !== 0 || bytes !== 0n;
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, sum]) => (isSomething(sum) ? [sum] : []));
}

const plus = (a: Tally, b: Tally): Tally => ({
  ...a,
  completed: a.completed + b.completed,
  failed: a.failed + b.failed,
  bytes: a.bytes + b.bytes,
});
