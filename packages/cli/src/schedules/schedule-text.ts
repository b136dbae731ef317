import { pageText } from '../pages.ts';
import { fields, table, toSeconds } from '../table.ts';
import type { Schedule, ScheduleRow } from './answers.ts';

/** A schedule, one field a line. */
export function scheduleText(schedule: Schedule): string {
  const { retry_policy: retry, payload, condition } = schedule;
  const head = fields([
    ['schedule', schedule.schedule_id],
    ['name', schedule.name],
    ['description', schedule.description],
    ['status', schedule.status],
    ['expression', schedule.schedule_expression],
    ['time zone', schedule.timezone],
    ['target', schedule.target_type],
    ['topic', schedule.target_topic_arn],
    ['group', schedule.group],
    ['starts', schedule.start_date],
    ['ends', schedule.end_date],
    ['max. runs', schedule.max_runs],
    ['window', schedule.flexible_window_minutes && `${schedule.flexible_window_minutes} minutes`],
    ['retries', retry && `${retry.max_attempts}, up to ${retry.max_age_seconds} s`],
    ['condition', condition === undefined ? undefined : JSON.stringify(condition)],
    ['sensitive', schedule.sensitive_fields?.join(', ')],
    ['next run', schedule.next_execution ?? 'none'],
    ['last run', schedule.last_triggered ?? 'none'],
    ['runs', schedule.run_count],
    ['created', `${toSeconds(schedule.created_at)} by ${schedule.created_by}`],
    ['changed', `${toSeconds(schedule.updated_at)}, version ${schedule.version}`],
    ['EventBridge', `${schedule.eventbridge_arn ?? 'none'}${schedule.in_sync ? '' : ' (not in step yet)'}`],
  ]);
  const notes = (schedule.notes ?? []).map((note) => `note: ${note}`);
  return [head, ...notes, '', JSON.stringify(payload, null, 2)].join('\n');
}

/** Schedules, one a line. */
export const schedulesText = (schedules: readonly ScheduleRow[], next: string | null): string =>
  pageText(
    table(
      schedules,
      [
        { title: 'SCHEDULE', value: (one) => one.schedule_id },
        { title: 'NAME', value: (one) => one.name },
        { title: 'STATUS', value: (one) => one.status },
        { title: 'EXPRESSION', value: (one) => one.schedule_expression },
        { title: 'ZONE', value: (one) => one.timezone },
        { title: 'TARGET', value: (one) => one.target_type },
        { title: 'GROUP', value: (one) => one.group ?? '' },
        { title: 'NEXT RUN', value: (one) => one.next_execution ?? '' },
        { title: 'LAST RUN', value: (one) => toSeconds(one.last_triggered ?? undefined) },
        { title: 'RUNS', value: (one) => one.run_count },
      ],
      'No schedules.',
    ),
    next,
  );
