import type { RunRecord, ScheduleDetails } from '@almanac/contracts';

export const SCHEDULE_ID = 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x';

/** A schedule as the API answers it. */
export const sampleSchedule = (fields: Partial<ScheduleDetails> = {}): ScheduleDetails => ({
  schedule_id: SCHEDULE_ID,
  name: 'daily-check',
  status: 'active',
  schedule_expression: 'cron(0 6 * * ? *)',
  timezone: 'America/New_York',
  target_type: 'web_action',
  target_topic_arn: 'arn:aws:sns:us-east-1:000000000000:web-actions-dev',
  payload: { action: 'check_tee_times', login: '***' },
  sensitive_fields: ['login'],
  eventbridge_arn: `arn:aws:scheduler:us-east-1:000000000000:schedule/almanac-dev/${SCHEDULE_ID}`,
  next_execution: '2026-11-29T11:00:00Z',
  last_triggered: null,
  run_count: 0,
  created_by: 'cli',
  created_at: '2026-11-28T19:00:00.000Z',
  updated_at: '2026-11-28T19:00:00.000Z',
  version: 3,
  in_sync: true,
  ...fields,
});

/** What lists show of a schedule. */
export function sampleSummary(fields: Partial<ScheduleDetails> = {}) {
  const { target_topic_arn, payload, sensitive_fields, in_sync, ...summary } = sampleSchedule(fields);
  return summary;
}

/** A run as the API answers it. */
export const sampleRun = (fields: Partial<RunRecord> = {}): RunRecord => ({
  run_id: 'manual-1',
  schedule_id: SCHEDULE_ID,
  planned_time: '2026-11-28T19:00:00Z',
  started_at: '2026-11-28T19:00:01.000Z',
  finished_at: null,
  attempt: 1,
  manual: true,
  outcome: 'started',
  latency_ms: null,
  ...fields,
});
