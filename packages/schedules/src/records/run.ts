import type { JsonObject } from './schedule.ts';

/** One run of a schedule, or of the schedule of a topic. */
export interface ScheduleRun {
  readonly schedule_id: string;
  /** Planned runs: the planned time, `2026-11-28T09:00:00Z`. Manual ones: the time of asking and a part that makes them unique. Sorts by time. */
  readonly run_id: string;
  readonly planned_time: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly attempt: number;
  readonly manual: boolean;
  readonly outcome: 'started' | 'published' | 'skipped' | 'failed';
  readonly reason?: string;
  readonly latency_ms: number | null;
  readonly error?: string;
  /** What became of the web action or notification; written by those functions. */
  readonly action?: {
    readonly outcome: 'succeeded' | 'failed' | 'retrying';
    readonly http_status?: number;
    readonly latency_ms?: number;
    readonly error?: { readonly code: string; readonly message: string };
    readonly attempt?: number;
    readonly recorded_at?: string;
  };
}

/**
 * Message of the queue `schedule-runs`. EventBridge Scheduler fills in the times; where it does not (an emulator), they
 * arrive as `<aws.scheduler.scheduled-time>` and the reader takes the time the message was sent, to the minute.
 */
export interface RunMessage {
  readonly kind: 'schedule' | 'topic';
  /** `sched_…`, or the name of the EventBridge schedule of a topic. */
  readonly schedule_id: string;
  readonly scheduled_time: string;
  readonly execution_id: string;
  readonly topic_id?: string;
  /** Present where somebody asked for the run. */
  readonly manual?: { readonly run_id: string; readonly by: string; readonly payload?: JsonObject };
}
