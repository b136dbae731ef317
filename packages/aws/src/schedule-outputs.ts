import type { Clock } from '@almanac/kernel';
import type { RunHistory, SyncDeps } from '@almanac/schedules';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import * as z from 'zod';
import { dynamoRunHistory } from './dynamo-run-history.ts';
import { dynamoScheduleStore } from './dynamo-schedule-store.ts';
import { engineTarget, scheduleTables } from './schedule-settings.ts';
import { schedulerEngine } from './scheduler-engine.ts';
import { clientSettings, parseOutputs, stackClients, stackPlace, text } from './stack.ts';

/** The output of the stack that says where the records of schedules are, and what EventBridge Scheduler is told. */
const scheduleOutputs = stackPlace.extend({
  /** As the functions are told it that change schedules. */
  schedule_settings: z.object({
    SCHEDULES_TABLE: text,
    SCHEDULE_CLAIMS_TABLE: text,
    SCHEDULE_AUDIT_TABLE: text,
    SCHEDULE_GROUP: text,
    SCHEDULER_ROLE_ARN: text,
    RUNS_QUEUE_ARN: text,
    SCHEDULER_DLQ_ARN: text,
  }),
});
export type ScheduleOutputs = z.infer<typeof scheduleOutputs>;

/** As `parseStackOutputs`, for the records of schedules. */
export const parseScheduleOutputs = (json: string, source: string): ScheduleOutputs =>
  parseOutputs(scheduleOutputs, json, source);

/** The queues of schedules, the dead-letter queues behind them, and the history of runs. */
const scheduleQueueOutputs = stackPlace.extend({
  schedule_runs_table: text,
  schedule_runs_queue_url: text,
  schedule_runs_dlq_url: text,
  schedule_commands_queue_url: text,
  schedule_commands_dlq_url: text,
  web_actions_queue_url: text,
  web_actions_dlq_url: text,
  notifications_queue_url: text,
  notifications_dlq_url: text,
  schedule_delivery_dlq_url: text,
});
export type ScheduleQueueOutputs = z.infer<typeof scheduleQueueOutputs>;

/** As `parseStackOutputs`, for the queues of schedules. */
export const parseScheduleQueueOutputs = (json: string, source: string): ScheduleQueueOutputs =>
  parseOutputs(scheduleQueueOutputs, json, source);

/** The history of runs of a stack, for a program outside it that reads. */
export const stackRuns = (outputs: ScheduleQueueOutputs, clock: Clock): Pick<RunHistory, 'get'> =>
  dynamoRunHistory(stackClients(outputs).dynamo, outputs.schedule_runs_table, clock);

/** Records and EventBridge Scheduler of a stack, for a program outside it. */
export function stackSchedules(outputs: ScheduleOutputs, clock: Clock): SyncDeps {
  const { schedule_settings: settings } = outputs;
  return {
    store: dynamoScheduleStore(stackClients(outputs).dynamo, scheduleTables(settings), clock),
    engine: schedulerEngine(
      new SchedulerClient(clientSettings(outputs)),
      engineTarget(settings.SCHEDULE_GROUP, settings),
    ),
    clock,
  };
}
