import type { AlmanacError } from '@almanac/kernel';
import type { ScheduleRun } from '../records/run.ts';

/** How much of an error a run keeps. */
const MAX_ERROR = 1_000;

export const publishedRun = (run: ScheduleRun, now: Date): ScheduleRun => ({
  ...run,
  outcome: 'published',
  finished_at: now.toISOString(),
  latency_ms: now.getTime() - Date.parse(run.planned_time),
});

export const skippedRun = (run: ScheduleRun, reason: string, now: Date): ScheduleRun => ({
  ...run,
  outcome: 'skipped',
  finished_at: now.toISOString(),
  reason,
});

export const failedRun = (
  run: ScheduleRun,
  { code, message }: Pick<AlmanacError, 'code' | 'message'>,
  now: Date,
): ScheduleRun => ({
  ...run,
  outcome: 'failed',
  finished_at: now.toISOString(),
  error: `${code}: ${message}`.slice(0, MAX_ERROR),
});
