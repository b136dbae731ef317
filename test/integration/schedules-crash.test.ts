import { type Clock, systemClock } from '@almanac/kernel';
import { createSchedule, isAsRecorded, openPayload, reconcileSchedules, type Schedule } from '@almanac/schedules';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SCHEDULES_CRASH_CHILD } from './bundled.ts';
import { clients } from './clients.ts';
import { changeDeps, given, leaveHome, makeHome, type ScheduleHome } from './schedules-world.ts';
import { runMortal, untilItSurvives } from './until-it-survives.ts';

const CHANGES = ['create', 'update', 'delete'] as const;
/** When nothing that was begun before can still be on its way. */
const later: Clock = { now: () => new Date(systemClock.now().getTime() + 600_000) };

const homes: ScheduleHome[] = [];
const home = (index: number): ScheduleHome => homes[index] as ScheduleHome;
beforeAll(async () => {
  for (const _ of CHANGES) homes.push(await makeHome());
});
afterAll(async () => {
  for (const one of homes) await leaveHome(one);
});

const named = (name: string, fields: Record<string, unknown> = {}) =>
  given(name, { payload: { token: 'secret' }, sensitive_fields: ['token'], ...fields });

async function records(deps: ReturnType<typeof changeDeps>): Promise<Schedule[]> {
  const pages = [await deps.store.page({}, 100), await deps.store.page({ status: 'deleted' }, 100)];
  return Promise.all(
    pages.flatMap(({ items }) => items).map(async (one) => (await deps.store.get(one.schedule_id)) ?? one),
  );
}

/** Records and Scheduler agree, each live name is held by one, and every sensitive field opens. */
async function expectAgreement(index: number): Promise<Schedule[]> {
  const deps = changeDeps(home(index));
  const all = await records(deps);
  const live = all.filter(({ status }) => status === 'active');
  const held: string[] = [];
  for await (const name of deps.engine.names()) held.push(name);
  expect(held.sort()).toEqual(live.map(({ schedule_id }) => schedule_id).sort());
  expect(all.filter(({ version, synced_version }) => version !== synced_version)).toEqual([]);
  expect(new Set(live.map(({ name }) => name)).size).toBe(live.length);
  for (const record of live) {
    const actual = await deps.engine.get(record.schedule_id);
    expect(actual && isAsRecorded(record, actual, systemClock.now())).toBe(true);
    expect(await deps.store.findByName(record.name)).toBe(record.schedule_id);
    expect(await openPayload(deps, record)).toEqual({ token: 'secret' });
  }
  return all;
}

const reconcile = (index: number) => reconcileSchedules(changeDeps(home(index), clients, later))({ repair: true });

describe('a process killed after any of its calls', () => {
  it('while it creates a schedule, is put right by the reconciler, and by the same request again', async () => {
    const create = (name: string, dieAfter: number) =>
      runMortal(SCHEDULES_CRASH_CHILD, { home: home(0), action: 'create', input: named(name), dieAfter });
    const calls = await untilItSurvives((dieAfter) => create(`reconciled ${dieAfter}`, dieAfter));
    expect(calls).toEqual(['limits.take', 'vault.seal', 'store.insert', 'engine.put', 'store.markSynced']);
    expect((await reconcile(0)).failed).toEqual([]);
    const reconciled = await expectAgreement(0);
    // Those that lived long enough to write down what they wanted.
    expect(reconciled.map(({ name }) => name).sort()).toEqual([
      'reconciled 3',
      'reconciled 4',
      'reconciled 5',
      'reconciled 6',
    ]);
    await untilItSurvives(async (dieAfter) => {
      const death = await create(`repeated ${dieAfter}`, dieAfter);
      const { schedule } = await createSchedule(changeDeps(home(0)))(named(`repeated ${dieAfter}`), 'crash');
      expect(schedule.synced_version).toBe(1);
      return death;
    });
    expect((await expectAgreement(0)).filter(({ name }) => name.startsWith('repeated'))).toHaveLength(6);
  });

  it('while it updates a schedule, leaves the old or the new definition, whole', async () => {
    const deps = changeDeps(home(1));
    const calls = await untilItSurvives(async (dieAfter) => {
      const { schedule } = await createSchedule(deps)(named(`before ${dieAfter}`), 'crash');
      const input = named(`after ${dieAfter}`, { schedule_expression: 'cron(0 7 1 1 ? 2150)' });
      const task = { home: home(1), action: 'update', id: schedule.schedule_id, input, dieAfter };
      return runMortal(SCHEDULES_CRASH_CHILD, task);
    });
    expect(calls).toEqual(expect.arrayContaining(['store.get', 'store.replace', 'engine.put', 'store.markSynced']));
    expect((await reconcile(1)).failed).toEqual([]);
    for (const { name, version, schedule_expression } of await expectAgreement(1)) {
      const [word] = name.split(' ');
      expect([word, version, schedule_expression]).toEqual(
        version === 1 ? ['before', 1, 'cron(0 6 1 1 ? 2150)'] : ['after', 2, 'cron(0 7 1 1 ? 2150)'],
      );
    }
  });

  it('while it deletes a schedule, leaves it or takes all of it away', async () => {
    const deps = changeDeps(home(2));
    const calls = await untilItSurvives(async (dieAfter) => {
      const input = named(`deleted ${dieAfter}`);
      const { schedule } = await createSchedule(deps)(input, 'crash');
      const task = { home: home(2), action: 'delete', id: schedule.schedule_id, input, dieAfter };
      return runMortal(SCHEDULES_CRASH_CHILD, task);
    });
    expect(calls).toEqual(['limits.take', 'store.get', 'store.replace', 'engine.remove', 'store.markSynced']);
    expect((await reconcile(2)).failed).toEqual([]);
    const statuses = (await expectAgreement(2)).map(({ status }) => status);
    expect([
      statuses.filter((one) => one === 'active').length,
      statuses.filter((one) => one === 'deleted').length,
    ]).toEqual([2, 4]);
  });
});

describe('orphans of either kind', () => {
  it('are repaired', async () => {
    const deps = changeDeps(home(0));
    const { schedule } = await createSchedule(deps)(named('bereft'), 'crash');
    await deps.engine.remove(schedule.schedule_id);
    const stray = deps.newId();
    const held = await deps.engine.get((await createSchedule(deps)(named('model'), 'crash')).schedule.schedule_id);
    if (held) await deps.engine.put({ ...held, name: stray });
    const report = await reconcile(0);
    expect(report).toMatchObject({ repaired: [schedule.schedule_id], removed: [stray], failed: [], foreign: [] });
    await expectAgreement(0);
  });
});
