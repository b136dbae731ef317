import { isDeepStrictEqual } from 'node:util';
import type {
  FileDownloadCompleted,
  FileDownloadFailed,
  FileDownloadStarted,
  FileMetadataReady,
} from '@almanac/contracts';
import { type FactTime, isNewer } from './happened-at.ts';

type FactOf<Detail> = FactTime & Omit<Detail, 'metadata' | 'fileId' | 'timestamp'>;

/** The newest fact of each kind that is known of a file. */
export interface FileFacts {
  readonly metadata?: FactOf<FileMetadataReady>;
  readonly started?: FactOf<FileDownloadStarted>;
  readonly completed?: FactOf<FileDownloadCompleted>;
  readonly failed?: FactOf<FileDownloadFailed>;
}

export type FileStatus = 'metadata_ready' | 'downloading' | 'failed' | 'downloaded';

/** A row of `media_files`: it depends on which events there were, not on the order in which they came. */
export interface MediaFile {
  readonly fileId: string;
  readonly status: FileStatus;
  readonly facts: FileFacts;
}

/**
 * The file when it is known that this happened, too: the same object where that changes nothing. What the same event was
 * understood to say before is replaced, and the status derived anew, so that events handled again repair a wrong row.
 */
export function withFact<Kind extends keyof FileFacts>(
  file: MediaFile | undefined,
  fileId: string,
  kind: Kind,
  fact: NonNullable<FileFacts[Kind]>,
): MediaFile {
  const known = file?.facts[kind];
  const newest = known && isNewer(known, fact) ? known : fact;
  const facts: FileFacts = { ...file?.facts, [kind]: newest };
  const next = { fileId, status: statusOf(facts), facts };
  return file && isDeepStrictEqual(next, file) ? file : next;
}

/** A download that is complete stays so. A failure counts until a later start; of the same time, the failure came after. */
export function statusOf({ started, completed, failed }: FileFacts): FileStatus {
  if (completed) return 'downloaded';
  if (failed && (!started || failed.happenedAt >= started.happenedAt)) return 'failed';
  return started ? 'downloading' : 'metadata_ready';
}
