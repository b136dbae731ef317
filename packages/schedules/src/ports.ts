import type {
  EventMetadata,
  ScheduleCommandAccepted,
  ScheduleCommandRejected,
  ScheduleFired,
  ScheduleRunFailed,
  ScheduleTemplate,
} from '@almanac/contracts';
import type { RunMessage, ScheduleRun } from './records/run.ts';
import type { JsonObject, Schedule, ScheduleChange, ScheduleStatus } from './records/schedule.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; undefined on the last page. */
  readonly next?: string;
}

export interface ScheduleFilter {
  readonly status?: ScheduleStatus | undefined;
  readonly created_by?: string | undefined;
  readonly group?: string | undefined;
  readonly target_type?: Schedule['target_type'] | undefined;
  readonly name_prefix?: string | undefined;
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

/** What a schedule notes of a run. */
export interface EndedRun extends Pick<ScheduleRun, 'run_id' | 'planned_time'> {
  readonly outcome: Exclude<ScheduleRun['outcome'], 'started'>;
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
   * Notes a planned run that ended: once published it counts once, in whatever order runs come and however often it is told.
   * `last_outcome` is that of the run with the latest id. Nothing where there is no such schedule; the version stays.
   */
  countRun(scheduleId: string, run: EndedRun): Promise<void>;
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

/** What is known of a run before it begins. */
export type RunToBegin = Pick<ScheduleRun, 'schedule_id' | 'run_id' | 'planned_time' | 'manual'>;

export type Begun =
  /** It is the caller's for a while; its attempt is 1, or one more than that of a try that died or failed. */
  | { readonly state: 'begun'; readonly run: ScheduleRun }
  /** Another one is at it. */
  | { readonly state: 'busy' }
  /** It was published or skipped before. */
  | { readonly state: 'finished'; readonly run: ScheduleRun };

/** The history of runs: each begins once at a time, and what was published stays so. */
export interface RunHistory {
  /** Claims a run for `leaseMs`; whoever dies meanwhile leaves it to the next one. */
  begin(run: RunToBegin, leaseMs: number): Promise<Begun>;
  /**
   * Notes the outcome of a run that began; leaves `action` as it is. `published` always counts; the others only where this
   * attempt is the latest and nothing was noted of it.
   */
  finish(run: ScheduleRun): Promise<void>;
  get(scheduleId: string, runId: string): Promise<ScheduleRun | undefined>;
  /**
   * Gives a run that began one of `limit` places of its schedule: the same again, where it has one.
   * @returns the number of its place, from 1; undefined where none is left
   */
  takePlace(scheduleId: string, runId: string, limit: number): Promise<number | undefined>;
  /** Keeps the first request under a key for some days. @returns that request: the caller's, or an earlier one */
  reserve(scheduleId: string, key: string, request: RunRequest): Promise<RunRequest>;
  /** Ids of the runs with ids from one to another, both included. */
  idsBetween(scheduleId: string, first: string, last: string): Promise<readonly string[]>;
  /** Latest first. @throws AlmanacError `INVALID_CURSOR` */
  page(scheduleId: string, limit: number, cursor?: string): Promise<Page<ScheduleRun>>;
}

/** A run that somebody asked for under an idempotency key. */
export interface RunRequest {
  readonly run_id: string;
  /** Of the payload that was given. */
  readonly content_hash: string;
}

/** The queue of runs, which EventBridge Scheduler fills too. */
export interface RunQueue {
  send(message: RunMessage): Promise<void>;
}

type Told<Event extends { readonly metadata: EventMetadata }> = Omit<Event, 'metadata'> & {
  readonly metadata: Pick<EventMetadata, 'id' | 'correlationId' | 'time'>;
};

/** What became of commands by message: each is told at least once, under one id. */
export interface ScheduleCommandEvents {
  accepted(event: Told<ScheduleCommandAccepted>): Promise<void>;
  rejected(event: Told<ScheduleCommandRejected>): Promise<void>;
}

/** What the stack is told of runs: each arrives at least once, under one id. */
export interface RunEvents {
  fired(event: Told<ScheduleFired>): Promise<void>;
  failed(event: Told<ScheduleRunFailed>): Promise<void>;
}

/** One message of a run to the topic of its target. */
export interface ActionMessage {
  readonly topicArn: string;
  readonly payload: JsonObject;
  readonly attributes: {
    /** The same each time that a run is published: receivers know repeats by it. */
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

/** The templates that users made. */
export interface TemplateStore {
  get(name: string): Promise<StoredTemplate | undefined>;
  /** Creates it, or replaces it where it is of the same caller. */
  put(template: StoredTemplate): Promise<'created' | 'replaced' | 'taken'>;
  /** Deletes it where it is of this caller. */
  remove(name: string, createdBy: string): Promise<'removed' | 'missing' | 'taken'>;
  /** All of them, by name. */
  all(): Promise<readonly StoredTemplate[]>;
}

/** A template with who made it. */
export type StoredTemplate = Omit<ScheduleTemplate, 'built_in' | 'created_by'> & { readonly created_by: string };
