import type { Clock } from '@almanac/kernel';
import type { SyncDeps } from '@almanac/schedules';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { z } from 'zod';
import { dynamoScheduleStore } from './dynamo-schedule-store.ts';
import { schedulerEngine } from './scheduler-engine.ts';
import { clientSettings, parseOutputs, stackClients, stackPlace, text } from './stack.ts';

/** The outputs of the stack that say where the records of schedules are, and what EventBridge Scheduler is told. */
const scheduleOutputs = stackPlace.extend({
  schedules_table: text,
  schedule_claims_table: text,
  schedule_audit_table: text,
  schedule_group: text,
  schedule_runs_queue_arn: text,
  scheduler_role_arn: text,
  schedule_delivery_dlq_arn: text,
});
export type ScheduleOutputs = z.infer<typeof scheduleOutputs>;

/** As `parseStackOutputs`, for the records of schedules. */
export const parseScheduleOutputs = (json: string, source: string): ScheduleOutputs =>
  parseOutputs(scheduleOutputs, json, source);

/** Records and EventBridge Scheduler of a stack, for a program outside it. */
export function stackSchedules(outputs: ScheduleOutputs, clock: Clock): SyncDeps {
  const tables = {
    schedules: outputs.schedules_table,
    claims: outputs.schedule_claims_table,
    audit: outputs.schedule_audit_table,
  };
  const target = {
    group: outputs.schedule_group,
    queueArn: outputs.schedule_runs_queue_arn,
    roleArn: outputs.scheduler_role_arn,
    dlqArn: outputs.schedule_delivery_dlq_arn,
  };
  return {
    store: dynamoScheduleStore(stackClients(outputs).dynamo, tables, clock),
    engine: schedulerEngine(new SchedulerClient(clientSettings(outputs)), target),
    clock,
  };
}
