import type { EngineSchedule } from '../ports.ts';
import type { RunMessage } from '../records/run.ts';
import type { PlannedTopicSchedule } from './records.ts';

/** A production that comes more than an hour late would meet the next one. */
const RETRY_POLICY = { maxAttempts: 10, maxAgeSeconds: 3600 };

/** What EventBridge Scheduler is told of a topic's schedule. */
export function engineScheduleOf({ topicId, ruleName, schedule }: PlannedTopicSchedule): EngineSchedule {
  const message: RunMessage = {
    kind: 'topic',
    schedule_id: ruleName,
    scheduled_time: '<aws.scheduler.scheduled-time>',
    execution_id: '<aws.scheduler.execution-id>',
    topic_id: topicId,
  };
  return {
    name: ruleName,
    description: schedule.description,
    expression: schedule.scheduleExpression,
    timezone: schedule.timezone,
    enabled: true,
    retryPolicy: RETRY_POLICY,
    input: JSON.stringify(message),
  };
}
