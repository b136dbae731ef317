import type { Clock } from '@almanac/kernel';
import type { ScheduleStore } from '@almanac/schedules';
import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { failedAt, patiently, transact } from './contended-transaction.ts';
import { takeRun } from './schedule-claims.ts';
import { setting } from './update-expression.ts';

type Change = Pick<
  UpdateCommandInput,
  'ExpressionAttributeNames' | 'ExpressionAttributeValues' | 'ConditionExpression'
> & { readonly UpdateExpression: string };

/** Places of the writes that count a published run. */
const RECORD = 0;
const RUN = 1;

/**
 * The numbers of runs on the items of schedules. A published run is counted in the transaction that claims it, so that it
 * counts once in whatever order runs come; one write where they come in their order.
 */
export function scheduleRunCount(
  dynamo: DynamoDBDocumentClient,
  { schedules, claims }: { readonly schedules: string; readonly claims: string },
  clock: Clock,
): Pick<ScheduleStore, 'countRun'> {
  const count = (schedule_id: string, run_id: string, change: Change) =>
    transact(dynamo, [
      {
        Update: {
          ...{ TableName: schedules, Key: { schedule_id }, ...change },
          UpdateExpression: `${change.UpdateExpression} ADD run_count :one`.trim(),
          ExpressionAttributeValues: { ...change.ExpressionAttributeValues, ':one': 1 },
        },
      },
      takeRun(claims, schedule_id, run_id, clock.now()),
    ]);
  const note = (schedule_id: string, change: Change) =>
    onlyIf(patiently(() => dynamo.send(new UpdateCommand({ TableName: schedules, Key: { schedule_id }, ...change }))));

  return {
    async countRun(schedule_id, { run_id, planned_time, outcome }) {
      if (outcome !== 'published') {
        await note(schedule_id, latest({ last_run_id: run_id, last_outcome: outcome }, '<'));
        return;
      }
      const inOrder = { last_run_id: run_id, last_outcome: outcome, last_triggered: planned_time };
      const reasons = await count(schedule_id, run_id, latest(inOrder, '<='));
      if (!reasons || failedAt(reasons, RUN) || !failedAt(reasons, RECORD)) return;
      // A later run was noted before, or the schedule is gone. The time first: what is counted is not looked at again.
      await note(schedule_id, triggeredLater(planned_time));
      await count(schedule_id, run_id, NOTHING_ELSE);
    },
  };
}

/** Notes the run where none with a later id is noted; with `<=` over what was noted of the same run, too. */
const latest = (fields: Record<'last_run_id' | 'last_outcome', string>, than: '<' | '<='): Change => ({
  ...setting(fields),
  ConditionExpression: `attribute_exists(schedule_id) AND (attribute_not_exists(last_run_id) OR last_run_id ${than} :last_run_id)`,
});

const triggeredLater = (planned_time: string): Change => ({
  UpdateExpression: 'SET last_triggered = :planned',
  ConditionExpression:
    'attribute_exists(schedule_id) AND (attribute_type(last_triggered, :null) OR last_triggered < :planned)',
  ExpressionAttributeValues: { ':planned': planned_time, ':null': 'NULL' },
});

const NOTHING_ELSE: Change = { UpdateExpression: '', ConditionExpression: 'attribute_exists(schedule_id)' };
