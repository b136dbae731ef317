import { MemoryScheduleEngine, MemoryScheduleStore, MemoryVault, MemoryWriteLimits } from './fakes.ts';
import { scheduleEngineContract } from './schedule-engine.contract.ts';
import { scheduleStoreContract } from './schedule-store.contract.ts';
import { TestClock } from './schedule-world.ts';
import { vaultContract } from './vault.contract.ts';
import { writeLimitsContract } from './write-limits.contract.ts';

scheduleStoreContract('the store in memory', (clock) => new MemoryScheduleStore(clock));
scheduleEngineContract('the engine in memory', () => new MemoryScheduleEngine(new TestClock()));
vaultContract('the vault in memory', () => new MemoryVault());
writeLimitsContract('the limits in memory', (perMinute, clock) => new MemoryWriteLimits(perMinute, clock));
