import { randomUUID } from 'node:crypto';
import { dynamoRunHistory, dynamoTemplates } from '@almanac/aws';
import { runHistoryContract } from '@almanac/schedules/run-history.contract';
import { templatesContract } from '@almanac/schedules/templates.contract';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { clients } from './clients.ts';

/** Tables of their own: what the contracts run is no schedule's. */
const run = randomUUID();
const tables = {
  [`schedule-runs-contract-${run}`]: ['schedule_id', 'run_id'],
  [`templates-contract-${run}`]: ['name'],
};
const [runs = '', templates = ''] = Object.keys(tables);

beforeAll(async () => {
  for (const [TableName, names] of Object.entries(tables)) {
    await clients.dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: names.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
  }
});
afterAll(async () => {
  for (const TableName of Object.keys(tables)) await clients.dynamo.send(new DeleteTableCommand({ TableName }));
});

runHistoryContract('run history in DynamoDB', (clock) => dynamoRunHistory(clients.dynamo, runs, clock));
templatesContract('templates in DynamoDB', () => dynamoTemplates(clients.dynamo, templates));
