import type { ScheduleInput } from '@almanac/contracts';

export type Json = ScheduleInput['payload'][string];
export type JsonObject = ScheduleInput['payload'];

export type ScheduleStatus = 'active' | 'paused' | 'completed' | 'deleted';

/**
 * A schedule as it is stored: what its user said of it, by the names of the API, and what became of it. The record says what
 * is wanted; EventBridge Scheduler is made to agree with it (`synced_version` says how far it does).
 */
export interface Schedule extends Omit<ScheduleInput, 'payload' | 'target_topic_arn'> {
  /** `sched_` and a ULID in lower case. Also the name of the EventBridge schedule. */
  readonly schedule_id: string;
  readonly status: ScheduleStatus;
  /** Grows by one with every change of definition or status. */
  readonly version: number;
  /** The newest version that EventBridge Scheduler is known to have; 0 before the first. */
  readonly synced_version: number;
  /** Where its runs are published: that of its target type, or the user's own. */
  readonly target_topic_arn: string;
  /** Sensitive fields hold `***`. */
  readonly payload: JsonObject;
  /** The values of the sensitive fields by path, encrypted; absent where there are none. */
  readonly sealed?: string;
  /** SHA-256 of the payload as it was given, keys sorted. */
  readonly payload_hash: string;
  /** First run of a rate, UTC to the second: its start date, or when its expression was last given. */
  readonly anchor_date: string;
  readonly eventbridge_arn: string | null;
  readonly created_by: string;
  /** UTC to the millisecond. */
  readonly created_date: string;
  readonly updated_date: string;
  /** Planned runs that were published. */
  readonly run_count: number;
  readonly last_triggered: string | null;
  readonly last_outcome?: 'published' | 'skipped' | 'failed';
  /** When DynamoDB may remove it, in seconds since 1970; only of deleted schedules. */
  readonly ttl?: number;
}

/** Who changed what, append-only. */
export interface ScheduleChange {
  readonly at: string;
  readonly by: string;
  readonly action: 'create' | 'update' | 'pause' | 'resume' | 'delete' | 'complete' | 'repair' | 'run';
  readonly version: number;
  /** Field by field; payloads as their hashes, never their contents. */
  readonly changed: Readonly<Record<string, { readonly before?: Json; readonly after?: Json }>>;
}
