import { beforeEach, describe, expect, it } from '@jest/globals';
import { given, scheduleWorld } from '../changes/schedule-world.ts';
import { createSchedule, deleteSchedule, type EngineSchedule, pauseSchedule, type Schedule } from '../index.ts';
import { forEachOf } from './for-each-of.ts';
import { reconcileSchedules } from './reconcile-schedules.ts';

const HOUR = 3_600_000;
const CLEAN = { repaired: [], removed: [], completed: [], failed: [], foreign: [], finished: true };

describe('reconciling', () => {
  let world: ReturnType<typeof scheduleWorld>;
  beforeEach(() => {
    world = scheduleWorld();
  });
  const made = async (name: string, fields: Record<string, unknown> = {}): Promise<Schedule> =>
    (await createSchedule(world.deps)(given({ name, ...fields }), 'me')).schedule;
  const reconcile = (repair = true) => reconcileSchedules(world.deps)({ repair });
  const held = ({ schedule_id }: Schedule) => world.engine.schedules.get(schedule_id) as EngineSchedule;

  it('finds nothing where both agree, however much time goes by', async () => {
    await made('cron', { start_date: '2026-12-01T00:00:00Z' });
    await made('rate', { schedule_expression: 'rate(7 hours)' });
    await made('later', { schedule_expression: 'rate(1 day)', start_date: '2026-12-24T00:00:00Z' });
    await made('never', { schedule_expression: 'cron(0 0 30 2 ? *)' });
    await pauseSchedule(world.deps)((await made('paused')).schedule_id, 'me');
    await deleteSchedule(world.deps)((await made('deleted')).schedule_id, 'me');
    for (const hours of [1, 5, 100, 2_000]) {
      world.clock.pass(hours * HOUR);
      expect(await reconcile()).toEqual({ checked: 6, ...CLEAN });
    }
  });

  it('makes what is missing, and makes right what differs, and writes it down', async () => {
    const missing = await made('missing');
    const other = await made('other', { schedule_expression: 'rate(7 hours)' });
    const shifted = await made('shifted', { schedule_expression: 'rate(7 hours)' });
    world.engine.schedules.delete(missing.schedule_id);
    world.engine.schedules.set(other.schedule_id, { ...held(other), enabled: false });
    world.engine.schedules.set(shifted.schedule_id, { ...held(shifted), startDate: new Date('2026-11-28T12:00:00Z') });
    world.clock.pass(HOUR);
    const ids = [missing, other, shifted].map(({ schedule_id }) => schedule_id).sort();
    const dry = await reconcile(false);
    expect([[...dry.repaired].sort(), world.engine.schedules.size]).toEqual([ids, 2]);
    expect([...(await reconcile()).repaired].sort()).toEqual(ids);
    expect([held(missing).enabled, held(other).enabled]).toEqual([true, true]);
    expect(held(shifted).startDate).toEqual(new Date('2026-11-28T17:00:00Z'));
    expect(world.store.log.filter(({ change }) => change.action === 'repair')).toHaveLength(3);
    expect(await reconcile()).toMatchObject(CLEAN);
  });

  it('removes what no record wants, and what was not made by Almanac never', async () => {
    const deleted = await made('deleted');
    const stray = held(deleted);
    await deleteSchedule(world.deps)(deleted.schedule_id, 'me');
    const orphan = world.newId();
    for (const name of [deleted.schedule_id, orphan, 'by-hand']) world.engine.schedules.set(name, { ...stray, name });
    expect(await reconcile()).toEqual({ checked: 3, ...CLEAN, foreign: ['by-hand'] });
    world.clock.pass(HOUR);
    expect((await reconcile(false)).removed).toEqual([deleted.schedule_id, orphan]);
    expect((await reconcile()).removed).toEqual([deleted.schedule_id, orphan]);
    expect([...world.engine.schedules.keys()]).toEqual(['by-hand']);
  });

  it('completes what has ended, and not while a late run may come', async () => {
    const once = await made('once', { schedule_expression: 'at(2026-11-28T12:00:00)' });
    const ending = await made('ending', { schedule_expression: 'rate(1 hour)', end_date: '2026-11-28T14:00:00Z' });
    world.clock.pass(2.5 * HOUR);
    expect(await reconcile()).toMatchObject(CLEAN);
    world.clock.pass(3 * HOUR);
    expect([...(await reconcile()).completed].sort()).toEqual([once.schedule_id, ending.schedule_id].sort());
    expect(world.engine.schedules.size).toBe(0);
    expect((await world.store.get(once.schedule_id))?.status).toBe('completed');
    world.clock.pass(HOUR);
    expect(await reconcile()).toMatchObject(CLEAN);
  });

  it('leaves alone what is on its way', async () => {
    const fresh = await made('fresh');
    world.engine.schedules.delete(fresh.schedule_id);
    expect(await reconcile()).toMatchObject(CLEAN);
  });

  it('goes on after one that fails, and says why', async () => {
    const [bad, good] = [await made('bad'), await made('good')];
    world.engine.schedules.clear();
    world.clock.pass(HOUR);
    const put = world.engine.put.bind(world.engine);
    world.engine.put = async (one) =>
      one.name === bad.schedule_id ? Promise.reject(new Error('throttled')) : put(one);
    const report = await reconcile();
    expect(report.failed).toEqual([
      expect.objectContaining({ schedule_id: bad.schedule_id, error: 'SCHEDULE_NOT_IN_SYNC' }),
    ]);
    expect(report.repaired).toEqual([good.schedule_id]);
  });

  it('begins nothing more when its time is over', async () => {
    await made('one');
    const progress: number[] = [];
    const signal = AbortSignal.abort();
    const report = await reconcileSchedules(world.deps)({ repair: true, signal, onProgress: (n) => progress.push(n) });
    expect([report.finished, report.checked, progress]).toEqual([false, 0, []]);
  });
});

describe('working on what comes', () => {
  it('has no more under way than it may', async () => {
    let underWay = 0;
    let most = 0;
    const done: number[] = [];
    await forEachOf([1, 2, 3, 4, 5, 6, 7], { atOnce: 3 }, async (item) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      done.push(item);
    });
    expect([most, done]).toEqual([3, [1, 2, 3, 4, 5, 6, 7]]);
  });
});
