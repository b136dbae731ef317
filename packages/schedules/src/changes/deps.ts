import type { Clock } from '@almanac/kernel';
import type { ScheduleEngine, ScheduleStore, Vault, WriteLimits } from '../ports.ts';
import type { Json } from '../records/schedule.ts';

/** What the stack allows. */
export interface ScheduleRules {
  /** Schedules that one caller may have active. */
  readonly quotaPerCaller: number;
  readonly shortestIntervalSeconds: number;
  /** Where the runs of each target type of ours are published. */
  readonly targetTopics: { readonly web_action: string; readonly notification: string };
  /** ARNs that a `custom` target may have; `*` stands for any text. */
  readonly allowedTargets: readonly string[];
  /** ARNs that no target may have, such as the topic of commands: a schedule would make schedules. */
  readonly forbiddenTargets: readonly string[];
  /** Of a payload as JSON in UTF-8. */
  readonly maxPayloadBytes: number;
}

/** What it takes to make EventBridge Scheduler agree with a record. */
export interface SyncDeps {
  readonly store: ScheduleStore;
  readonly engine: ScheduleEngine;
  readonly clock: Clock;
}

export interface ChangeDeps extends SyncDeps {
  readonly vault: Vault;
  readonly limits: WriteLimits;
  readonly rules: ScheduleRules;
  /** An id that nothing else has; see `scheduleIdAt`. */
  readonly newId: () => string;
  /** Refuses what is no condition. @throws AlmanacError `INVALID_CONDITION` */
  readonly checkCondition: (rule: Json) => void;
}

/** Who changes schedules where nobody asked for it. */
export const ALMANAC = 'almanac';

/** For what makes many writes on one request, which has taken its own. */
export const unlimited: WriteLimits = { take: async () => 0 };
