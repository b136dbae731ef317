import type { Clock } from '@almanac/kernel';
import type { ActionTopics, RunEvents, RunHistory, ScheduleStore } from '../ports.ts';
import type { RunMessage, ScheduleRun } from '../records/run.ts';
import type { JsonObject, Schedule } from '../records/schedule.ts';

export interface RunDeps {
  readonly store: Pick<ScheduleStore, 'get' | 'countRun'>;
  readonly history: RunHistory;
  readonly topics: ActionTopics;
  readonly events: RunEvents;
  readonly clock: Clock;
  /** The payload of a schedule with its sensitive fields decrypted. */
  readonly payloadOf: (schedule: Schedule) => Promise<JsonObject>;
  /** Notes that a schedule has ended; nothing where it had before. */
  readonly complete: (scheduleId: string, why: string) => Promise<unknown>;
  /** Has a topic produced; again under the same name and planned time it has no second effect. */
  readonly runTopic: (message: RunMessage, plannedTime: Date) => Promise<void>;
}

/** One delivery of a message of the queue of runs. */
export interface RunDelivery {
  readonly sentAt: Date;
  /** Milliseconds for which nobody else may try the same run: at least what this process has left. */
  readonly remainingMs: number;
}

/** A run that came to an end. */
export type RunEnd =
  | { readonly outcome: 'published'; readonly run: ScheduleRun }
  /** `isFull`: because it has run `max_runs` times. */
  | { readonly outcome: 'skipped'; readonly run: ScheduleRun; readonly isFull?: true }
  /** Failed in a way that another try does not mend. */
  | { readonly outcome: 'failed'; readonly run: ScheduleRun; readonly code: string };

export type RunResult =
  | RunEnd
  /** It was published or skipped before. */
  | { readonly outcome: 'repeated'; readonly run: ScheduleRun }
  /** There is no such schedule (any more). */
  | { readonly outcome: 'unknown-schedule' };
