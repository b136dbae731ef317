// For the tests.
import type { Schedule } from '../records/schedule.ts';

/** A schedule that runs daily at 9:00 UTC, with changes. */
export const sampleSchedule = (changes: Partial<Schedule> = {}): Schedule => ({
  schedule_id: 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x',
  name: 'daily-check',
  schedule_expression: 'cron(0 9 * * ? *)',
  timezone: 'UTC',
  target_type: 'web_action',
  target_topic_arn: 'arn:aws:sns:us-east-1:000000000000:web-actions-dev',
  payload: { action: 'check' },
  payload_hash: 'h',
  status: 'active',
  version: 1,
  synced_version: 1,
  anchor_date: '2026-11-01T00:00:00Z',
  eventbridge_arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/almanac/sched_01jc3k5m8n9p0q1r2s3t4v5w6x',
  created_by: 'alice',
  created_date: '2026-11-01T00:00:00.000Z',
  updated_date: '2026-11-01T00:00:00.000Z',
  run_count: 0,
  last_triggered: null,
  ...changes,
});
