import type { ScheduleTables } from './dynamo-schedule-store.ts';
import type { EngineTarget } from './scheduler-engine.ts';

/** Names of the tables of schedules, as functions and outputs of the stack have them. */
export interface RecordSettings {
  readonly SCHEDULES_TABLE: string;
  readonly SCHEDULE_CLAIMS_TABLE: string;
  readonly SCHEDULE_AUDIT_TABLE: string;
}

/** What EventBridge Scheduler is told of every schedule, in the same form. */
export interface EngineSettings {
  readonly RUNS_QUEUE_ARN: string;
  readonly SCHEDULER_ROLE_ARN: string;
  readonly SCHEDULER_DLQ_ARN: string;
}

export const scheduleTables = (settings: RecordSettings): ScheduleTables => ({
  schedules: settings.SCHEDULES_TABLE,
  claims: settings.SCHEDULE_CLAIMS_TABLE,
  audit: settings.SCHEDULE_AUDIT_TABLE,
});

/** @param group of schedules, or of the schedules of topics */
export const engineTarget = (group: string, settings: EngineSettings): EngineTarget => ({
  group,
  queueArn: settings.RUNS_QUEUE_ARN,
  roleArn: settings.SCHEDULER_ROLE_ARN,
  dlqArn: settings.SCHEDULER_DLQ_ARN,
});
