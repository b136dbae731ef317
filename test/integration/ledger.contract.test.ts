import { dynamoObjectLedger, dynamoPublicationLedger } from '@almanac/aws';
import { ledgerContract } from '@almanac/cur/ledger.contract';
import { systemClock } from '@almanac/kernel';
import { clients } from './clients.ts';
import { stack } from './stack.ts';

ledgerContract('the ledger in DynamoDB', () => ({
  objects: dynamoObjectLedger(clients.dynamo, stack.cur_ledger_table, systemClock),
  publications: dynamoPublicationLedger(clients.dynamo, stack.cur_ledger_table, systemClock),
}));
