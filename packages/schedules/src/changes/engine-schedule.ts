import { sameJson } from '@almanac/kernel';
import { nextRuns } from '../occurrences/occurrences.ts';
import type { EngineSchedule } from '../ports.ts';
import type { RunMessage } from '../records/run.ts';
import type { Schedule } from '../records/schedule.ts';
import { RETRY_POLICY, timingOf } from './times.ts';

/** What the queue of runs gets; Scheduler fills in the times. */
const runMessage = (schedule_id: string): RunMessage => ({
  kind: 'schedule',
  schedule_id,
  scheduled_time: '<aws.scheduler.scheduled-time>',
  execution_id: '<aws.scheduler.execution-id>',
});

/** The whole definition of the EventBridge schedule of a record. */
export function engineSchedule(schedule: Schedule, now: Date): EngineSchedule {
  const { max_attempts, max_age_seconds } = schedule.retry_policy ?? RETRY_POLICY;
  const { flexible_window_minutes: flexibleWindowMinutes, end_date } = schedule;
  const startDate = startDateOf(schedule, now);
  return {
    name: schedule.schedule_id,
    description: schedule.name,
    expression: schedule.schedule_expression,
    timezone: schedule.timezone,
    ...(startDate && { startDate }),
    ...(end_date !== undefined && { endDate: new Date(end_date) }),
    enabled: schedule.status === 'active',
    ...(flexibleWindowMinutes !== undefined && { flexibleWindowMinutes }),
    retryPolicy: { maxAttempts: max_attempts, maxAgeSeconds: max_age_seconds },
    input: JSON.stringify(runMessage(schedule.schedule_id)),
  };
}

/**
 * AWS refuses a start date more than five minutes past, and a rate without one starts at once: so a rate gets its first run
 * from now on, and others only a start date that is still to come. Source: Scheduler API Reference, CreateSchedule.
 */
function startDateOf(schedule: Schedule, now: Date): Date | undefined {
  const timing = timingOf(schedule);
  if (timing.expression.kind === 'rate') return nextRuns(timing, now, 1)[0]?.at;
  return timing.startDate && timing.startDate > now ? timing.startDate : undefined;
}

/** Whether EventBridge Scheduler has what the record says. A start date that was right when it was set is right still. */
export function isAsRecorded(schedule: Schedule, actual: EngineSchedule, now: Date): boolean {
  const wanted = engineSchedule(schedule, now);
  const rest = (one: EngineSchedule) => ({ ...one, startDate: undefined, endDate: one.endDate?.toISOString() });
  return sameJson(rest(wanted), rest(actual)) && isStartAsRecorded(schedule, actual.startDate, wanted.startDate);
}

function isStartAsRecorded(schedule: Schedule, actual: Date | undefined, wanted: Date | undefined): boolean {
  if (actual?.getTime() === wanted?.getTime()) return true;
  const timing = timingOf(schedule);
  if (timing.expression.kind !== 'rate') {
    return wanted === undefined && actual?.getTime() === timing.startDate?.getTime();
  }
  if (!actual || (wanted && actual > wanted)) return false;
  return nextRuns(timing, new Date(actual.getTime() - 1), 1)[0]?.at.getTime() === actual.getTime();
}
