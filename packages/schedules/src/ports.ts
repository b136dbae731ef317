import type { RunMessage, ScheduleRun } from './records/run.ts';
import type { JsonObject, Schedule, ScheduleChange, ScheduleStatus } from './records/schedule.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; undefined on the last page. */
  readonly next?: string;
}

export interface ScheduleFilter {
  readonly status?: ScheduleStatus;
  readonly created_by?: string;
  readonly group?: string;
  readonly target_type?: Schedule['target_type'];
  readonly name_prefix?: string;
}

export interface UsedKey {
  readonly schedule_id: string;
  /** Of what the caller gave with it. */
  readonly content_hash: string;
}

export type Inserted =
  | { readonly outcome: 'inserted' }
  /** Another schedule, neither deleted nor completed, has the name. */
  | { readonly outcome: 'name-taken'; readonly schedule_id: string }
  /** The same caller used the key before, for this schedule and this content. */
  | ({ readonly outcome: 'key-used' } & UsedKey)
  | { readonly outcome: 'quota-exceeded' };

export interface Insertion {
  readonly schedule: Schedule;
  readonly change: ScheduleChange;
  /** Present where the caller gave a key; hash of everything the caller gave. */
  readonly idempotency?: { readonly key: string; readonly content_hash: string };
  /** Schedules that their creator may have active. */
  readonly quota: number;
}

/** The records of schedules: names are unique, versions never go back, changes are written in the same transaction. */
export interface ScheduleStore {
  get(scheduleId: string): Promise<Schedule | undefined>;
  /** Id of the schedule that holds a name, which is neither deleted nor completed. */
  findByName(name: string): Promise<string | undefined>;
  /** What a caller's idempotency key was last used for, within seven days. */
  findByKey(caller: string, key: string): Promise<UsedKey | undefined>;
  /** Record, name, idempotency key, quota and change together, or none of them. */
  insert(insertion: Insertion): Promise<Inserted>;
  /**
   * Replaces definition and status where the stored version is still the one before (`version - 1`); run counters stay as
   * they are stored. Keeps names and quotas in step with name and status.
   */
  replace(
    before: Schedule,
    after: Schedule,
    change: ScheduleChange,
    quota: number,
  ): Promise<'replaced' | 'stale' | 'name-taken' | 'quota-exceeded'>;
  /** Notes that EventBridge Scheduler has this version; false where the record has moved on. */
  markSynced(scheduleId: string, version: number, eventbridgeArn: string | null): Promise<boolean>;
  /**
   * Counts a planned run once: only where `runId` is later than the last counted one. Returns the record after it.
   * Does not change the version.
   */
  countRun(
    scheduleId: string,
    run: Pick<ScheduleRun, 'run_id' | 'planned_time' | 'outcome'>,
  ): Promise<Schedule | undefined>;
  /** Newest first. A page may hold fewer than `limit` though there are more. */
  page(filter: ScheduleFilter, limit: number, cursor?: string): Promise<Page<Schedule>>;
  changes(scheduleId: string, limit: number, cursor?: string): Promise<Page<ScheduleChange>>;
  appendChange(scheduleId: string, change: ScheduleChange): Promise<void>;
}

/** What EventBridge Scheduler is told of a schedule: always all of it, since an update resets what it is not given. */
export interface EngineSchedule {
  readonly name: string;
  readonly description?: string;
  readonly expression: string;
  readonly timezone: string;
  /** Never more than five minutes in the past, which AWS refuses. */
  readonly startDate?: Date;
  readonly endDate?: Date;
  readonly enabled: boolean;
  readonly flexibleWindowMinutes?: number;
  readonly retryPolicy: { readonly maxAttempts: number; readonly maxAgeSeconds: number };
  /** JSON of a RunMessage with Scheduler's placeholders. */
  readonly input: string;
}

/**
 * EventBridge Scheduler, one schedule group of it.
 * @throws AlmanacError `SCHEDULER_REFUSED` where it will never take a definition, `SCHEDULER_UNAVAILABLE` where it may later
 */
export interface ScheduleEngine {
  /** Creates or replaces. @returns its ARN */
  put(schedule: EngineSchedule): Promise<string>;
  /** Removes it; nothing where it is not there. */
  remove(name: string): Promise<void>;
  get(name: string): Promise<EngineSchedule | undefined>;
  /** Names of all schedules of the group. */
  names(): AsyncIterable<string>;
}

/** Encrypts the sensitive fields of payloads. */
export interface Vault {
  /** @param scheduleId bound to the ciphertext: it can be opened for this schedule only */
  seal(scheduleId: string, values: JsonObject): Promise<string>;
  open(scheduleId: string, sealed: string): Promise<JsonObject>;
}

/** Limits the writes of one caller. */
export interface WriteLimits {
  /** Takes one of the caller's writes of this minute. @returns seconds to wait where none is left, else 0 */
  take(caller: string): Promise<number>;
}

/** The history of runs. */
export interface RunHistory {
  /** Notes that a run starts. @returns the run as it was noted before, where it was, else undefined */
  begin(run: ScheduleRun): Promise<ScheduleRun | undefined>;
  /** Notes the outcome of a run that began; leaves `action` as it is. */
  finish(run: ScheduleRun): Promise<void>;
  /** Latest first. */
  page(scheduleId: string, limit: number, cursor?: string): Promise<Page<ScheduleRun>>;
}

/** The queue of runs, which EventBridge Scheduler fills too. */
export interface RunQueue {
  send(message: RunMessage): Promise<void>;
}

/** One message of a run to the topic of its target. */
export interface ActionMessage {
  readonly topicArn: string;
  readonly payload: JsonObject;
  readonly attributes: {
    readonly idempotency_key: string;
    readonly schedule_id: string;
    readonly run_id: string;
    readonly schedule_name: string;
    readonly scheduled_time: string;
    readonly target_type: string;
  };
}

export interface ActionTopics {
  publish(message: ActionMessage): Promise<void>;
}
