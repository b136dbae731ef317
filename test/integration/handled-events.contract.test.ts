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
import { afterAll, beforeAll } from '@jest/globals';
import { clients } from './clients.ts';
import { dropTables, makeTables } from './own-tables.ts';

/** Tables of their own: what the contracts count and claim is no event's, and the stack's effects are looked at by others. */
const run = randomUUID();
const tables = {
  [`handled-events-contract-${run}`]: { key: ['consumer', 'handled'] },
  [`media-files-contract-${run}`]: { key: ['file_id'] },
  [`media-work-contract-${run}`]: { key: ['pk', 'sk'] },
};
const [handledEvents = '', mediaFiles = '', mediaWork = ''] = Object.keys(tables);

beforeAll(() => makeTables(tables));
afterAll(() => dropTables(Object.keys(tables)));

handledEventsContract('handled events in DynamoDB', (clock) =>
  dynamoHandledEvents(clients.dynamo, handledEvents, clock),
);
mediaWorkContract('media work in DynamoDB', {
  sendings: (clock) => dynamoSendings(clients.dynamo, mediaWork, clock),
  files: dynamoMediaFiles(clients.dynamo, mediaFiles),
  retries: dynamoRetries(clients.dynamo, mediaWork),
  counts: dynamoDownloadCounts(clients.dynamo, mediaWork),
});
