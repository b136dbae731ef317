import type { FileNotification, MediaAlert, RetryRequest } from '@almanac/contracts';
import { MAX_CHANGES } from './analytics.ts';
import { type FileDownloads, sumsByBucket, type Tally } from './download-tallies.ts';
import type { MediaFile } from './media-file.ts';
import type {
  DownloadCounts,
  Issue,
  IssueTracker,
  MediaAlerts,
  MediaFiles,
  Notifications,
  Retries,
  RetryRequests,
  WaitingTasks,
} from './ports.ts';

export class MemoryMediaFiles implements MediaFiles {
  readonly rows = new Map<string, { readonly file: MediaFile; readonly version: number }>();

  async get(fileId: string) {
    return this.rows.get(fileId);
  }

  async put(file: MediaFile, over: number | undefined) {
    if (this.rows.get(file.fileId)?.version !== over) return false;
    this.rows.set(file.fileId, { file, version: (over ?? 0) + 1 });
    return true;
  }
}

export class MemoryRetries implements Retries {
  readonly taken = new Map<string, string[]>();

  async take(fileId: string, eventId: string, limit: number) {
    const taken = this.taken.get(fileId) ?? [];
    if (!taken.includes(eventId)) {
      if (taken.length >= limit) return 'none-left';
      this.taken.set(fileId, [...taken, eventId]);
    }
    return (this.taken.get(fileId) ?? []).indexOf(eventId) + 1;
  }
}

export class MemoryDownloadCounts implements DownloadCounts {
  readonly files = new Map<string, { readonly downloads: FileDownloads; readonly version: number }>();
  /** All counters that are not zero. */
  counters: Tally[] = [];

  async load(fileId: string) {
    return this.files.get(fileId);
  }

  async save(downloads: FileDownloads, over: number | undefined, changes: readonly Tally[]) {
    if (changes.length > MAX_CHANGES) throw new Error(`${changes.length} changes are more than one save can make`);
    if (this.files.get(downloads.fileId)?.version !== over) return false;
    this.files.set(downloads.fileId, { downloads, version: (over ?? 0) + 1 });
    this.counters = sumsByBucket([...this.counters, ...changes]);
    return true;
  }

  async ofDay(day: string) {
    return this.counters.filter((tally) => tally.day === day);
  }
}

class Sent<Message> {
  readonly sent: Message[] = [];

  async send(message: Message) {
    this.sent.push(message);
  }
}
export class FakeNotifications extends Sent<FileNotification> implements Notifications {}
export class FakeMediaAlerts extends Sent<MediaAlert> implements MediaAlerts {}
export class FakeRetryRequests extends Sent<RetryRequest> implements RetryRequests {}

export class FakeIssues implements IssueTracker {
  readonly opened: Issue[] = [];

  async open(issue: Issue) {
    this.opened.push(issue);
  }
}

export class FakeTasks implements WaitingTasks {
  readonly answers: { taskToken: string; output?: object; error?: string; cause?: string }[] = [];

  async succeed(taskToken: string, output: object) {
    this.answers.push({ taskToken, output });
  }

  async fail(taskToken: string, error: string, cause: string) {
    this.answers.push({ taskToken, error, cause });
  }
}
