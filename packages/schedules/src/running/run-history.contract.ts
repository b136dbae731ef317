import { type Clock, stableId } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RunHistory } from '../ports.ts';
import type { ScheduleRun } from '../records/run.ts';

const LEASE_MS = 60_000;

/** What every run history has to do, that in memory and that in DynamoDB alike. */
export function runHistoryContract(name: string, make: (clock: Clock) => RunHistory): void {
  describe(`${name} keeps the contract of run histories`, () => {
    let now: number;
    let history: RunHistory;
    let schedule_id: string;
    beforeEach(() => {
      now = Date.parse('2026-11-28T09:00:00.250Z');
      history = make({ now: () => new Date(now) });
      schedule_id = `sched_${stableId(name, Math.random())}`;
    });
    const ofMinute = (minute: number) => `2026-11-28T09:${String(minute).padStart(2, '0')}:00Z`;
    const begin = (run_id: string) =>
      history.begin({ schedule_id, run_id, planned_time: run_id.slice(0, 20), manual: run_id.length > 20 }, LEASE_MS);
    const begun = async (run_id: string): Promise<ScheduleRun> => {
      const { state, ...rest } = await begin(run_id);
      if (state !== 'begun' || !('run' in rest)) throw new Error(`not begun but ${state}`);
      return rest.run;
    };
    const published = (run: ScheduleRun): ScheduleRun => ({
      ...run,
      outcome: 'published',
      finished_at: new Date(now).toISOString(),
      latency_ms: 250,
    });
    const failed = (run: ScheduleRun): ScheduleRun => ({
      ...run,
      outcome: 'failed',
      finished_at: new Date(now).toISOString(),
      error: 'TOPIC_NOT_FOUND: gone',
    });

    it('lets a run begin once at a time, and ends it', async () => {
      const run = await begun(ofMinute(0));
      expect(run).toEqual({
        schedule_id,
        run_id: ofMinute(0),
        planned_time: ofMinute(0),
        started_at: '2026-11-28T09:00:00.250Z',
        finished_at: null,
        attempt: 1,
        manual: false,
        outcome: 'started',
        latency_ms: null,
      });
      expect(await begin(ofMinute(0))).toEqual({ state: 'busy' });
      await history.finish(published(run));
      expect(await begin(ofMinute(0))).toEqual({ state: 'finished', run: published(run) });
      expect(await history.get(schedule_id, ofMinute(0))).toEqual(published(run));
    });

    it('lets one of many begin', async () => {
      const states = await Promise.all(Array.from({ length: 8 }, () => begin(ofMinute(0))));
      expect(states.filter(({ state }) => state === 'begun')).toHaveLength(1);
      expect(states.filter(({ state }) => state === 'busy')).toHaveLength(7);
    });

    it('lets it begin again where a try failed, or died', async () => {
      const first = await begun(ofMinute(0));
      await history.finish(failed(first));
      expect(await history.get(schedule_id, ofMinute(0))).toMatchObject({
        outcome: 'failed',
        error: 'TOPIC_NOT_FOUND: gone',
      });
      const second = await begun(ofMinute(0));
      expect(second).toEqual({ ...first, attempt: 2 });
      now += LEASE_MS - 1;
      expect(await begin(ofMinute(0))).toEqual({ state: 'busy' });
      now += 1;
      expect((await begun(ofMinute(0))).attempt).toBe(3);
    });

    it('takes from a try that was given up nothing but that it published', async () => {
      const first = await begun(ofMinute(0));
      now += LEASE_MS;
      const second = await begun(ofMinute(0));
      await history.finish(failed(first));
      expect(await history.get(schedule_id, ofMinute(0))).toEqual(second);
      await history.finish(published(first));
      await history.finish(failed(second));
      expect(await history.get(schedule_id, ofMinute(0))).toEqual(published(first));
    });

    it('keeps why a run was skipped', async () => {
      const run = await begun(ofMinute(0));
      const skipped = {
        ...run,
        outcome: 'skipped' as const,
        finished_at: ofMinute(1),
        reason: 'The schedule is paused',
      };
      await history.finish(skipped);
      expect(await begin(ofMinute(0))).toEqual({ state: 'finished', run: skipped });
    });

    it('does not know what never began', async () => {
      expect(await history.get(schedule_id, ofMinute(0))).toBeUndefined();
      expect(await history.page(schedule_id, 5)).toEqual({ items: [] });
    });

    it('gives each run one of so many places, in whatever order they ask', async () => {
      const ids = [1, 2, 3, 4, 5].map(ofMinute);
      await Promise.all(ids.map(begun));
      const places = await Promise.all(ids.map((id) => history.takePlace(schedule_id, id, 3)));
      expect(places.filter((place) => place !== undefined).sort()).toEqual([1, 2, 3]);
      for (const [i, id] of ids.entries()) expect(await history.takePlace(schedule_id, id, 3)).toBe(places[i]);
      const without = ids[places.indexOf(undefined)] ?? '';
      expect(await history.takePlace(schedule_id, without, 4)).toBe(4);
      const run = await history.get(schedule_id, without);
      expect(Object.keys(run ?? {})).not.toContain('place');
    });

    it('keeps the first request under a key', async () => {
      const first = { run_id: `${ofMinute(1)}-a`, content_hash: 'h1' };
      const second = { run_id: `${ofMinute(2)}-b`, content_hash: 'h2' };
      expect(await history.reserve(schedule_id, 'k1', first)).toEqual(first);
      expect(await history.reserve(schedule_id, 'k1', second)).toEqual(first);
      expect(await history.reserve(schedule_id, 'k2', second)).toEqual(second);
    });

    it('lists runs latest first, page by page, and nothing else', async () => {
      const manual = `${ofMinute(2)}-m1`;
      for (const id of [ofMinute(1), ofMinute(3), manual, ofMinute(2)]) await begun(id);
      await history.takePlace(schedule_id, ofMinute(1), 9);
      await history.reserve(schedule_id, 'k', { run_id: manual, content_hash: 'h' });
      const first = await history.page(schedule_id, 3);
      expect(first.items.map(({ run_id }) => run_id)).toEqual([ofMinute(3), manual, ofMinute(2)]);
      const second = await history.page(schedule_id, 3, first.next);
      expect([second.items.map(({ run_id }) => run_id), second.next]).toEqual([[ofMinute(1)], undefined]);
      expect((await history.page(schedule_id, 4)).next).toBeUndefined();
      await expect(history.page(schedule_id, 3, 'nonsense')).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    });

    it('names the runs between two ids', async () => {
      for (const minute of [1, 2, 3]) await begun(ofMinute(minute));
      expect(await history.idsBetween(schedule_id, ofMinute(2), ofMinute(9))).toEqual([ofMinute(2), ofMinute(3)]);
    });
  });
}
