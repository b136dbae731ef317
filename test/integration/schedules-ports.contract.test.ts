import { dynamoScheduleStore, dynamoWriteLimits, kmsVault } from '@almanac/aws';
import { scheduleEngineContract } from '@almanac/schedules/schedule-engine.contract';
import { scheduleStoreContract } from '@almanac/schedules/schedule-store.contract';
import { vaultContract } from '@almanac/schedules/vault.contract';
import { writeLimitsContract } from '@almanac/schedules/write-limits.contract';
import { afterAll, beforeAll } from '@jest/globals';
import { clients } from './clients.ts';
import { engineOf, leaveHome, makeHome, type ScheduleHome } from './schedules-world.ts';

let home: ScheduleHome;
beforeAll(async () => {
  home = await makeHome();
});
afterAll(() => leaveHome(home));

scheduleStoreContract('the store in DynamoDB', (clock) => dynamoScheduleStore(clients.dynamo, home, clock));
scheduleEngineContract('EventBridge Scheduler', () => engineOf(home));
vaultContract('the vault with KMS', () => kmsVault(clients.kms, home.key));
writeLimitsContract('the limits in DynamoDB', (perMinute, clock) =>
  dynamoWriteLimits(clients.dynamo, home.claims, perMinute, clock),
);
