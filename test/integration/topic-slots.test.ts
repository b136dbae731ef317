import { randomUUID } from 'node:crypto';
import { awsTopicDeps } from '@almanac/aws';
import { systemClock } from '@almanac/kernel';
import { createTopicSchedule, reconcileTopicSchedules } from '@almanac/schedules';
import { FakeTopicEngine, slotCounts } from '@almanac/schedules/topics/fakes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clients } from './clients.ts';
import { createTopicTables, deleteTopicTables } from './topic-tables.ts';

const tables = {
  TOPICS_TABLE: `topics-slots-${randomUUID()}`,
  TOPIC_SCHEDULES_TABLE: `topic_schedules-slots-${randomUUID()}`,
  TOPIC_PERFORMANCE_TABLE: `topic_performance-slots-${randomUUID()}`,
};
const MAX = 9;
const SLOT_RULES = JSON.stringify({
  ...{ audience_weights: [], min_gap_hours: 2, peak_hours: [], max_topics_per_slot: MAX, timezone: 'UTC' },
});

beforeAll(() => createTopicTables(tables));
afterAll(() => deleteTopicTables(tables));

const engine = new FakeTopicEngine(systemClock);
const deps = () => ({ ...awsTopicDeps(clients.dynamo, { ...tables, SLOT_RULES }), engine });
const schedule = (topicId: string, priority: number) =>
  createTopicSchedule(deps())({
    topicId,
    topic: { topic: topicId, keywords: [], priority },
    scheduleConfig: { dailyFrequency: 2, preferredHours: [9, 14], timezone: 'UTC' },
  });

/** Nobody holds what is another's, and book, records and engine agree. */
async function expectAgreement(ids: readonly string[]): Promise<void> {
  const bookings = await deps().book.load();
  expect([...bookings.keys()].sort()).toEqual([...ids].sort());
  expect(Math.max(...slotCounts(bookings).values())).toBeLessThanOrEqual(MAX);
  for (const record of await deps().schedules.all()) {
    expect(record.schedule?.timeSlots).toEqual(bookings.get(record.topicId)?.hours);
    expect(engine.schedules.get(record.ruleName)?.expression).toBe(record.schedule?.scheduleExpression);
  }
  expect(await reconcileTopicSchedules(deps())()).toEqual([]);
}

describe('topics that are scheduled at once for the same hours', () => {
  const ids = Array.from({ length: 100 }, (_, i) => `topic-${i}`);

  it('are all scheduled, a hundred of them, and no hour holds more than it may', async () => {
    const created = await Promise.all(ids.map((id) => schedule(id, 5)));
    expect(created.every((one) => one.created)).toBe(true);
    await expectAgreement(ids);
  });

  it('push those of lower priority away', async () => {
    const high = Array.from({ length: 6 }, (_, i) => `high-${i}`);
    await Promise.all(high.map((id, i) => schedule(id, (i % 2) + 1)));
    await expectAgreement([...ids, ...high]);
    const bookings = await deps().book.load();
    expect(high.map((id) => bookings.get(id)?.hours)).toEqual(high.map(() => [9, 14]));
  });
});
