import { randomUUID } from 'node:crypto';
import { dynamoCleaningLedger, dynamoDeliveryLedger, dynamoObjectLedger, dynamoPublicationLedger } from '@almanac/aws';
import { deliveriesContract } from '@almanac/cur/deliveries.contract';
import { ledgerContract } from '@almanac/cur/ledger.contract';
import { systemClock } from '@almanac/kernel';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { clients } from './clients.ts';

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

/** A table of its own: what the contract publishes is nowhere else, and the stack's books have to agree. */
const TableName = `ledger-contract-${randomUUID()}`;

beforeAll(async () => {
  await clients.dynamo.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'kind', 'updated_at'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: keySchema('pk', 'sk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'kind-index',
          KeySchema: keySchema('kind', 'updated_at'),
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});
afterAll(async () => {
  await clients.dynamo.send(new DeleteTableCommand({ TableName }));
});

const make = () => ({
  objects: dynamoObjectLedger(clients.dynamo, TableName, systemClock),
  deliveries: dynamoDeliveryLedger(clients.dynamo, TableName, systemClock),
  publications: dynamoPublicationLedger(clients.dynamo, TableName, systemClock),
  cleaning: dynamoCleaningLedger(clients.dynamo, TableName, systemClock),
});

ledgerContract('the ledger in DynamoDB', make);
deliveriesContract('the ledger in DynamoDB', make);
