import { type Clock, stableId } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { claimsContract } from '../handled-events.contract.ts';
import type { FileDownloads, Tally } from './download-tallies.ts';
import type { MediaFile } from './media-file.ts';
import type { DownloadCounts, MediaFiles, Retries, Sendings } from './ports.ts';

export interface MediaStores {
  readonly sendings: (clock: Clock) => Sendings;
  readonly files: MediaFiles;
  readonly retries: Retries;
  readonly counts: DownloadCounts;
}

const at = { eventId: 'e1', happenedAt: '2026-11-24T10:00:00.000Z' };
/** More bytes than a binary floating point number can count. */
const MANY_BYTES = 2n ** 53n + 1n;

/** What the stores of the media consumers have to do, those in memory and those in DynamoDB alike. */
export function mediaWorkContract(name: string, { sendings, files, retries, counts }: MediaStores): void {
  claimsContract(`${name}: sendings`, sendings, (text) => text);

  describe(`${name} keeps the contract of the media stores`, () => {
    let fileId: string;
    beforeEach(() => {
      fileId = stableId(name, Math.random());
    });

    it('keeps a file with everything that is known of it', async () => {
      expect(await files.get(fileId)).toBeUndefined();
      const file: MediaFile = {
        fileId,
        status: 'failed',
        facts: {
          metadata: {
            ...{ ...at, title: 'A walk', description: '', authorName: 'Mountain Days', authorUser: 'mountaindays' },
            ...{ publishDate: '2026-11-20T08:30:00Z', contentType: 'video/mp4', size: Number.MAX_SAFE_INTEGER },
          },
          started: at,
          completed: { ...at, s3Key: 'a.mp4', s3Url: 'https://example.com/a.mp4', size: 0, contentType: 'video/mp4' },
          failed: { ...at, error: 'gone', errorCode: 'GONE' },
        },
      };
      expect(await files.put(file, undefined)).toBe(true);
      const stored = await files.get(fileId);
      expect(stored?.file).toEqual(file);
      const less: MediaFile = { fileId, status: 'failed', facts: { failed: { ...at, error: 'gone' } } };
      expect(await files.put(less, stored?.version)).toBe(true);
      expect((await files.get(fileId))?.file).toEqual(less);
    });

    it('writes a file over the version it was made from only', async () => {
      const file: MediaFile = { fileId, status: 'downloading', facts: { started: at } };
      expect(await files.put(file, 1)).toBe(false);
      const puts = await Promise.all(Array.from({ length: 5 }, () => files.put(file, undefined)));
      expect(puts.filter(Boolean)).toHaveLength(1);
      const version = (await files.get(fileId))?.version;
      expect(await files.put(file, version)).toBe(true);
      expect(await files.put(file, version)).toBe(false);
    });

    it('gives each failure one retry, the same when asked again, and no more than there are', async () => {
      const events = ['e1', 'e2', 'e3'];
      const taken = await Promise.all(events.map((event) => retries.take(fileId, event, 2)));
      expect(new Set(taken)).toEqual(new Set([1, 2, 'none-left']));
      expect(await Promise.all(events.map((event) => retries.take(fileId, event, 2)))).toEqual(taken);
      const late = events[taken.indexOf('none-left')] ?? '';
      expect(await retries.take(fileId, late, 3)).toBe(3);
      expect(await retries.take(fileId, 'e4', 0)).toBe('none-left');
      expect(await retries.take(`${fileId}-other`, 'e4', 1)).toBe(1);
    });

    it('keeps the downloads of a file together with the counters, to the last byte', async () => {
      const day = await emptyDay();
      const tally: Tally = { day, channel: 'mountaindays', contentType: 'video/mp4', ...one(MANY_BYTES) };
      const downloads: FileDownloads = {
        fileId,
        origin: { ...at, channel: 'mountaindays', contentType: 'video/mp4' },
        byEvent: {
          e1: { day, outcome: 'completed', contentType: 'video/mp4', size: Number.MAX_SAFE_INTEGER },
          e2: { day, outcome: 'failed', size: 0 },
        },
        counted: [tally],
      };
      expect(await counts.load(fileId)).toBeUndefined();
      expect(await counts.save(downloads, 7, [tally])).toBe(false);
      expect(await counts.ofDay(day)).toEqual([]);
      expect(await counts.save(downloads, undefined, [tally])).toBe(true);
      expect(await counts.save(downloads, undefined, [tally])).toBe(false);
      const stored = await counts.load(fileId);
      expect(stored?.downloads).toEqual(downloads);
      expect(await counts.ofDay(day)).toEqual([tally]);
      const other: Tally = { ...tally, channel: 'unknown', ...one(1n) };
      const away: Tally = { ...tally, completed: -1, failed: 0, bytes: -MANY_BYTES };
      expect(
        await counts.save({ ...downloads, counted: [other] }, stored?.version, [
          away,
          { ...other, completed: 2, failed: 2, bytes: 2n },
        ]),
      ).toBe(true);
      expect(await counts.ofDay(day)).toEqual([
        { ...tally, completed: 0, failed: 1, bytes: 0n },
        { ...other, completed: 2, failed: 2, bytes: 2n },
      ]);
    });

    const one = (bytes: bigint) => ({ completed: 1, failed: 1, bytes });
    /** A day without counters: those of a store that lives on must not disturb. */
    const emptyDay = async (): Promise<string> => {
      const day = new Date(Math.floor(Math.random() * 4e12)).toISOString().slice(0, 10);
      return (await counts.ofDay(day)).length === 0 ? day : emptyDay();
    };
  });
}
