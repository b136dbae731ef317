import type { ScheduleDetails, ScheduleSummary } from '@almanac/contracts';
import type { Schedule } from '../records/schedule.ts';
import { nextExecution, notesOn } from './times.ts';

/** A schedule as lists show it. */
export function toSummary(schedule: Schedule, now: Date): ScheduleSummary {
  const { schedule_id, name, description, status, schedule_expression, timezone, target_type, group } = schedule;
  const { eventbridge_arn, last_triggered, run_count, created_by, version } = schedule;
  return {
    ...{ schedule_id, name, ...(description !== undefined && { description }), status, schedule_expression, timezone },
    ...{ target_type, ...(group !== undefined && { group }), eventbridge_arn },
    next_execution: nextExecution(schedule, now),
    ...{ last_triggered, run_count, created_by },
    created_at: schedule.created_date,
    updated_at: schedule.updated_date,
    version,
  };
}

/** What a log tells of a schedule that was made: nothing of its payload, not even a hash, by which a short one could be guessed. */
export function toLogged(schedule: Schedule) {
  const { schedule_id, name, schedule_expression, timezone, target_type, target_topic_arn, created_by, group } =
    schedule;
  const { start_date, end_date, max_runs, flexible_window_minutes, retry_policy, condition } = schedule;
  return {
    ...{ schedule_id, name, schedule_expression, timezone, target_type, target_topic_arn, created_by, group },
    ...{ start_date, end_date, max_runs, flexible_window_minutes, retry_policy },
    has_condition: condition !== undefined,
  };
}

const OPTIONAL = [
  'sensitive_fields',
  'start_date',
  'end_date',
  'max_runs',
  'flexible_window_minutes',
  'retry_policy',
  'condition',
] as const;

/** A schedule as it is shown alone; sensitive fields as `***`. */
export function toDetails(schedule: Schedule, now: Date): ScheduleDetails {
  const given = OPTIONAL.flatMap((field) => (schedule[field] === undefined ? [] : [[field, schedule[field]] as const]));
  const notes = notesOn(schedule, now);
  return {
    ...toSummary(schedule, now),
    target_topic_arn: schedule.target_topic_arn,
    payload: schedule.payload,
    ...Object.fromEntries(given),
    in_sync: schedule.synced_version === schedule.version,
    ...(notes.length > 0 && { notes }),
  };
}
