import type { FileNotification, MediaAlert, RetryRequest } from '@almanac/contracts';
import type { Claims } from '../ports.ts';
import type { FileDownloads, Tally } from './download-tallies.ts';
import type { MediaFile } from './media-file.ts';

/** Table of the files. */
export interface MediaFiles {
  get(fileId: string): Promise<{ readonly file: MediaFile; readonly version: number } | undefined>;
  /** Writes a file over the version that it was made from, undefined for a new one; false where that is not the latest. */
  put(file: MediaFile, over: number | undefined): Promise<boolean>;
}

/** What was sent out of the stack, by the message's key. Kept for good. */
export type Sendings = Claims<string>;

/** Tells people that a file can be fetched. */
export interface Notifications {
  send(notification: FileNotification): Promise<void>;
}

/** Tells people that a download failed for good. */
export interface MediaAlerts {
  send(alert: MediaAlert): Promise<void>;
}

/** Asks the downloader to download a file again. */
export interface RetryRequests {
  /** Sends a request that arrives after its `delaySeconds`, 900 at most. */
  send(request: RetryRequest): Promise<void>;
}

export interface Issue {
  readonly key: string;
  readonly title: string;
  readonly body: string;
}

/** Where issues are opened for people to look into. */
export interface IssueTracker {
  open(issue: Issue): Promise<void>;
}

/** Retries that each file was given. */
export interface Retries {
  /**
   * Takes one of a file's `limit` retries for a failure, the same one again when asked again.
   * @returns its number from 1, `none-left` where other failures have taken all
   */
  take(fileId: string, eventId: string, limit: number): Promise<number | 'none-left'>;
}

/** Downloads of each file and the counters that add up those of all. */
export interface DownloadCounts {
  load(fileId: string): Promise<{ readonly downloads: FileDownloads; readonly version: number } | undefined>;
  /**
   * Writes a file's downloads over the version that they were made from, undefined for new ones, and adds `changes` to the
   * counters, both or neither; false where that version is not the latest.
   * @param changes {@link MAX_CHANGES} at most
   */
  save(downloads: FileDownloads, over: number | undefined, changes: readonly Tally[]): Promise<boolean>;
  /** The counters of a day (`YYYY-MM-DD`), by channel and content type ascending; none that are zero. */
  ofDay(day: string): Promise<Tally[]>;
}

/** The waiting steps of state machines. Answering one that waits no longer does nothing. */
export interface WaitingTasks {
  succeed(taskToken: string, output: object): Promise<void>;
  /** @param error the code by which a state machine catches it */
  fail(taskToken: string, error: string, cause: string): Promise<void>;
}
