import type { Clock } from '@almanac/kernel';
import type { RunOutcomes } from '@almanac/schedules';
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';

/** Table `schedule_runs`: what became of a run's action is its attribute `action`. The runner makes the items. */
export const dynamoRunOutcomes = (dynamo: DynamoDBDocumentClient, table: string, clock: Clock): RunOutcomes => ({
  async record({ schedule_id, run_id, ...action }) {
    await onlyIf(
      dynamo.send(
        new UpdateCommand({
          TableName: table,
          Key: { schedule_id, run_id },
          UpdateExpression: 'SET #action = :action',
          ConditionExpression:
            'attribute_exists(run_id) AND (attribute_not_exists(#action.#outcome) OR #action.#outcome <> :succeeded)',
          ExpressionAttributeNames: { '#action': 'action', '#outcome': 'outcome' },
          ExpressionAttributeValues: {
            ':action': { ...action, recorded_at: clock.now().toISOString() },
            ':succeeded': 'succeeded',
          },
        }),
      ),
    );
  },
});
