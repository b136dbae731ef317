import { randomUUID } from 'node:crypto';
import { dynamoDeliveryLedger, dynamoObjectLedger, dynamoPublicationLedger } from '@almanac/aws';
import { deliveriesContract } from '@almanac/cur/deliveries.contract';
import { ledgerContract } from '@almanac/cur/ledger.contract';
import { systemClock } from '@almanac/kernel';
import { CreateTableCommand, DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from '@jest/globals';
import { clients } from './clients.ts';

/** A table of its own: what the contract publishes is nowhere else, and the stack's books have to agree. */
const TableName = `ledger-contract-${randomUUID()}`;

beforeAll(async () => {
  const keys = ['pk', 'sk'];
  await clients.dynamo.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? 'HASH' : 'RANGE' })),
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
});

ledgerContract('the ledger in DynamoDB', make);
deliveriesContract('the ledger in DynamoDB', make);
