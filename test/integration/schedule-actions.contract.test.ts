import { randomUUID } from 'node:crypto';
import { dynamoRunOutcomes, dynamoScheduleClaims, secretsManagerSecrets } from '@almanac/aws';
import { claimsContract } from '@almanac/events/handled-events.contract';
import { systemClock } from '@almanac/kernel';
import { runOutcomesContract } from '@almanac/schedules/actions/run-outcomes.contract';
import { secretsContract } from '@almanac/schedules/actions/secrets.contract';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { clients } from './clients.ts';

/** Tables and secrets of their own: what the contracts claim and note belongs to no run. */
const run = randomUUID();
const runs = `schedule-runs-contract-${run}`;
const claims = `schedule-claims-contract-${run}`;
const tables = { [runs]: ['schedule_id', 'run_id'], [claims]: ['claim'] };
const secrets: string[] = [];

beforeAll(async () => {
  for (const [TableName, names] of Object.entries(tables)) {
    await clients.dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
  }
});
afterAll(async () => {
  for (const TableName of Object.keys(tables)) await clients.dynamo.send(new DeleteTableCommand({ TableName }));
  for (const SecretId of secrets) {
    await clients.secretsManager.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  }
});

claimsContract(
  'claims of schedules in DynamoDB',
  (clock) => dynamoScheduleClaims(clients.dynamo, claims, clock),
  (text) => `web-action#${text}`,
);

runOutcomesContract('runs in DynamoDB', async () => {
  // Each test has runs of its own.
  const own = randomUUID();
  const keyOf = (schedule_id: string, run_id: string) => ({ schedule_id, run_id: `${own}-${run_id}` });
  const outcomes = dynamoRunOutcomes(clients.dynamo, runs, systemClock);
  return {
    outcomes: { record: (outcome) => outcomes.record({ ...outcome, ...keyOf(outcome.schedule_id, outcome.run_id) }) },
    add: async (scheduleId, runId) => {
      await clients.dynamo.send(new PutCommand({ TableName: runs, Item: keyOf(scheduleId, runId) }));
    },
    noted: async (scheduleId, runId) => {
      const { Item } = await clients.dynamo.send(new GetCommand({ TableName: runs, Key: keyOf(scheduleId, runId) }));
      // Numbers come as exact decimals, and `attempt` and the like are small.
      return (
        Item?.action &&
        JSON.parse(JSON.stringify(Item.action), (name, value) => (NUMBERS.has(name) ? Number(value) : value))
      );
    },
  };
});
const NUMBERS = new Set(['attempt', 'http_status', 'latency_ms']);

secretsContract('secrets in Secrets Manager', async () => ({
  secrets: secretsManagerSecrets(clients.secretsManager, systemClock),
  arnOf: async (value) => {
    const Name = `contract-${randomUUID()}`;
    const { ARN = '' } = await clients.secretsManager.send(
      new CreateSecretCommand({ Name, ...(value !== undefined && { SecretString: value }) }),
    );
    secrets.push(ARN);
    return ARN;
  },
}));
