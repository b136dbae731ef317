import { scheduleInput } from '@almanac/contracts';
import { checkCondition } from '../conditions/check-condition.ts';
import { ID_RANDOM_BYTES, scheduleIdAt } from '../records/schedule-id.ts';
import type { ChangeDeps, ScheduleRules } from './deps.ts';
import { MemoryScheduleEngine, MemoryScheduleStore, MemoryVault, MemoryWriteLimits } from './fakes.ts';

export const START = '2026-11-28T10:00:00.000Z';

export const RULES: ScheduleRules = {
  quotaPerCaller: 100,
  shortestIntervalSeconds: 60,
  targetTopics: {
    web_action: 'arn:aws:sns:us-east-1:000000000000:web-actions-test',
    notification: 'arn:aws:sns:us-east-1:000000000000:notifications-test',
  },
  allowedTargets: ['arn:aws:sns:us-east-1:000000000000:orders-*'],
  forbiddenTargets: ['arn:aws:sns:us-east-1:000000000000:schedule-creation-test'],
  maxPayloadBytes: 200 * 1024,
};

/** What a user gives, read as the API reads it. */
export const given = (fields: Record<string, unknown> = {}) =>
  scheduleInput.parse({
    name: 'daily',
    schedule_expression: 'cron(0 6 * * ? *)',
    target_type: 'web_action',
    ...fields,
  });

/** The time of a test, which it sets itself. */
export class TestClock {
  #now: number = Date.parse(START);
  now(): Date {
    return new Date(this.#now);
  }
  pass(ms: number): void {
    this.#now += ms;
  }
}

/** Everything that changes of schedules need, in memory. */
export function scheduleWorld(rules: Partial<ScheduleRules> = {}, writesPerMinute = 1_000_000) {
  const clock = new TestClock();
  let ids = 0;
  const store = new MemoryScheduleStore(clock);
  const engine = new MemoryScheduleEngine(clock);
  const newId = () => {
    ids += 1;
    const random = new Uint8Array(ID_RANDOM_BYTES);
    new DataView(random.buffer).setUint32(ID_RANDOM_BYTES - 4, ids);
    return scheduleIdAt(clock.now(), random);
  };
  const deps: ChangeDeps = {
    ...{ store, engine, vault: new MemoryVault(), limits: new MemoryWriteLimits(writesPerMinute, clock), clock },
    ...{ rules: { ...RULES, ...rules }, newId, checkCondition },
  };
  return { ...{ clock, store, engine, deps }, newId };
}
