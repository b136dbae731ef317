import { randomUUID } from 'node:crypto';
import {
  dynamoDownloadCounts,
  dynamoHandledEvents,
  dynamoMediaFiles,
  dynamoRetries,
  dynamoSendings,
} from '@almanac/aws';
import { handledEventsContract } from '@almanac/events/handled-events.contract';
import { mediaWorkContract } from '@almanac/events/media-work.contract';
import { CreateTableCommand, DeleteTableCommand, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { clients } from './clients.ts';

/** Tables of their own: what the contracts count and claim is no event's, and the stack's effects are looked at by others. */
const run = randomUUID();
const tables = {
  [`handled-events-contract-${run}`]: ['consumer', 'handled'],
  [`media-files-contract-${run}`]: ['file_id'],
  [`media-work-contract-${run}`]: ['pk', 'sk'],
};
const [handledEvents = '', mediaFiles = '', mediaWork = ''] = Object.keys(tables);

const keySchema = (names: readonly string[]): KeySchemaElement[] =>
  names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));

beforeAll(async () => {
  for (const [TableName, names] of Object.entries(tables)) {
    await clients.dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keySchema(names),
      }),
    );
  }
});
afterAll(async () => {
  for (const TableName of Object.keys(tables)) await clients.dynamo.send(new DeleteTableCommand({ TableName }));
});

handledEventsContract('handled events in DynamoDB', (clock) =>
  dynamoHandledEvents(clients.dynamo, handledEvents, clock),
);
mediaWorkContract('media work in DynamoDB', {
  sendings: (clock) => dynamoSendings(clients.dynamo, mediaWork, clock),
  files: dynamoMediaFiles(clients.dynamo, mediaFiles),
  retries: dynamoRetries(clients.dynamo, mediaWork),
  counts: dynamoDownloadCounts(clients.dynamo, mediaWork),
});
