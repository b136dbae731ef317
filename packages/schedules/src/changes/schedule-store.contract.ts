import type { Clock } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Insertion, ScheduleFilter, ScheduleStore } from '../ports.ts';
import type { Schedule, ScheduleChange } from '../records/schedule.ts';
import { ID_RANDOM_BYTES, scheduleIdAt } from '../records/schedule-id.ts';
import { TestClock } from './schedule-world.ts';

const MINUTE = 60_000;

/** What every store of schedules has to do. Each test has names and callers of its own. */
export function scheduleStoreContract(name: string, make: (clock: Clock) => ScheduleStore): void {
  describe(`${name} keeps the contract of schedule stores`, () => {
    let clock: TestClock;
    let store: ScheduleStore;
    let caller: string;
    beforeEach(() => {
      clock = new TestClock();
      store = make(clock);
      caller = `caller-${Math.random()}`;
    });

    const record = (own: string, fields: Partial<Schedule> = {}): Schedule => {
      const id = scheduleIdAt(clock.now(), crypto.getRandomValues(new Uint8Array(ID_RANDOM_BYTES)));
      const date = clock.now().toISOString();
      return {
        ...{ schedule_id: id, name: `${caller} ${own}`, status: 'active', version: 1, synced_version: 0 },
        ...{ schedule_expression: 'rate(1 hour)', timezone: 'UTC', target_type: 'web_action' },
        ...{ target_topic_arn: 'arn:t', payload: {}, payload_hash: 'h', anchor_date: '2026-11-28T10:00:00Z' },
        ...{ eventbridge_arn: null, created_by: caller, created_date: date, updated_date: date },
        ...{ run_count: 0, last_triggered: null, ...fields },
      };
    };
    const change = (version: number, action: ScheduleChange['action'] = 'update'): ScheduleChange => ({
      ...{ at: clock.now().toISOString(), by: caller, action, version, changed: { name: { before: 'a', after: 'b' } } },
    });
    const insert = (schedule: Schedule, more: Partial<Insertion> = {}) =>
      store.insert({ schedule, change: change(1, 'create'), quota: 100, ...more });
    const inserted = async (own: string, fields: Partial<Schedule> = {}) => {
      const schedule = record(own, fields);
      expect(await insert(schedule)).toEqual({ outcome: 'inserted' });
      return schedule;
    };
    const replaced = async (before: Schedule, fields: Partial<Schedule>, quota = 100) => {
      const after = { ...before, ...fields, version: before.version + 1 };
      return { after, outcome: await store.replace(before, after, change(after.version), quota) };
    };

    it('gives back what it was given, to the letter', async () => {
      const odd = { '': 1, 'a.b': [1.5, -1e-300, 1e300, null, true, { __proto__x: 'ü \u{1f600}' }], n: 0.1 };
      const full = await inserted('full', {
        ...{ description: 'd', payload: odd, sensitive_fields: ['a'], sealed: 'c2VhbGVk', group: 'g' },
        ...{ start_date: '2026-12-01T00:00:00Z', end_date: '2027-12-01T00:00:00Z', max_runs: 3 },
        ...{ flexible_window_minutes: 5, retry_policy: { max_attempts: 0, max_age_seconds: 60 } },
        condition: { '==': [{ var: 'payload.a' }, 1.25] },
      });
      expect(await store.get(full.schedule_id)).toEqual(full);
      expect(await store.get(record('none').schedule_id)).toBeUndefined();
    });

    it('gives a name to one, and says to whom', async () => {
      const first = await inserted('one');
      expect(await insert(record('one'))).toEqual({ outcome: 'name-taken', schedule_id: first.schedule_id });
      expect(await store.findByName(first.name)).toBe(first.schedule_id);
      expect(await store.findByName(`${caller} other`)).toBeUndefined();
    });

    it('gives a name to one of many that ask at once', async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => insert(record('race'))));
      expect(all.filter(({ outcome }) => outcome === 'inserted')).toHaveLength(1);
      expect(all.filter(({ outcome }) => outcome === 'name-taken')).toHaveLength(19);
      const { items } = await store.page({ created_by: caller }, 50);
      expect(items).toHaveLength(1);
    });

    it('knows a key of the same caller for seven days, before anything else', async () => {
      const idempotency = { key: 'k#1', content_hash: 'c' };
      const first = record('keyed');
      await insert(first, { idempotency });
      const used = { schedule_id: first.schedule_id, content_hash: 'c' };
      expect(await insert(record('keyed'), { idempotency })).toEqual({ outcome: 'key-used', ...used });
      expect(await insert(record('else'), { idempotency, quota: 1 })).toEqual({ outcome: 'key-used', ...used });
      expect(await store.findByKey(caller, 'k#1')).toEqual(used);
      expect(await store.findByKey(`${caller}#k`, '1')).toBeUndefined();
      expect(await insert(record('other', { created_by: `${caller} 2` }), { idempotency })).toEqual({
        outcome: 'inserted',
      });
      clock.pass(7 * 86_400_000);
      expect(await store.findByKey(caller, 'k#1')).toBeUndefined();
      expect(await insert(record('later'), { idempotency })).toEqual({ outcome: 'inserted' });
    });

    it('writes nothing of what it refuses', async () => {
      const first = await inserted('whole');
      const refused = record('whole');
      await insert(refused, { idempotency: { key: 'k', content_hash: 'c' } });
      expect(await store.get(refused.schedule_id)).toBeUndefined();
      expect(await store.findByKey(caller, 'k')).toBeUndefined();
      expect((await store.changes(refused.schedule_id, 10)).items).toEqual([]);
      expect(await insert(record('second'), { quota: 2 })).toEqual({ outcome: 'inserted' });
      expect((await store.changes(first.schedule_id, 10)).items).toEqual([change(1, 'create')]);
    });

    it('counts active schedules only, however they come and go', async () => {
      const one = await inserted('q1');
      expect(await insert(record('q2'), { quota: 1 })).toEqual({ outcome: 'quota-exceeded' });
      const paused = await replaced(one, { status: 'paused' });
      expect(paused.outcome).toBe('replaced');
      const two = record('q2');
      expect(await insert(two, { quota: 1 })).toEqual({ outcome: 'inserted' });
      expect((await replaced(paused.after, { status: 'active' }, 1)).outcome).toBe('quota-exceeded');
      expect((await replaced(two, { status: 'completed' }, 1)).outcome).toBe('replaced');
      expect((await replaced(paused.after, { status: 'active' }, 1)).outcome).toBe('replaced');
    });

    it('replaces the version before only, all of it, and leaves the counters of runs alone', async () => {
      const before = await inserted('v', { description: 'd', group: 'g' });
      await store.countRun(before.schedule_id, { run_id: 'r1', planned_time: 'p1', outcome: 'published' });
      const { description: _, group: __, ...rest } = before;
      const after = { ...rest, schedule_expression: 'rate(2 hours)', version: 2 };
      expect(await store.replace(before, after, change(2), 100)).toBe('replaced');
      const stored = await store.get(before.schedule_id);
      expect(stored).toEqual({ ...after, run_count: 1, last_triggered: 'p1', last_outcome: 'published' });
      expect(await store.replace(before, after, change(2), 100)).toBe('stale');
      expect(await store.replace(record('not there'), after, change(2), 100)).toBe('stale');
      expect((await store.changes(before.schedule_id, 10)).items.map(({ version }) => version)).toEqual([2, 1]);
    });

    it('lets one of many replace a version', async () => {
      const before = await inserted('contended');
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, i) => replaced(before, { description: `d${i}` }).then(({ outcome }) => outcome)),
      );
      expect(outcomes.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'stale')).toHaveLength(9);
      expect((await store.changes(before.schedule_id, 50)).items).toHaveLength(2);
    });

    it('moves names along, and frees them at the end', async () => {
      const one = await inserted('n1');
      const two = await inserted('n2');
      expect((await replaced(one, { name: two.name })).outcome).toBe('name-taken');
      const renamed = await replaced(one, { name: `${caller} n3` });
      expect(renamed.outcome).toBe('replaced');
      expect(await store.findByName(one.name)).toBeUndefined();
      expect(await store.findByName(`${caller} n3`)).toBe(one.schedule_id);
      const completed = await replaced(renamed.after, { status: 'completed' });
      const next = await inserted('n3');
      expect((await replaced(completed.after, { status: 'deleted', ttl: 1_900_000_000 })).outcome).toBe('replaced');
      expect(await store.findByName(next.name)).toBe(next.schedule_id);
    });

    it('notes what Scheduler has for the version it has', async () => {
      const one = await inserted('sync');
      expect(await store.markSynced(one.schedule_id, 2, 'arn')).toBe(false);
      expect(await store.markSynced(one.schedule_id, 1, 'arn')).toBe(true);
      expect(await store.get(one.schedule_id)).toMatchObject({ synced_version: 1, eventbridge_arn: 'arn' });
      const { after } = await replaced({ ...one, synced_version: 1, eventbridge_arn: 'arn' }, { status: 'deleted' });
      expect(await store.markSynced(one.schedule_id, 1, 'arn')).toBe(false);
      expect(await store.markSynced(one.schedule_id, after.version, null)).toBe(true);
      expect(await store.get(one.schedule_id)).toMatchObject({ synced_version: 2, eventbridge_arn: null });
      expect(await store.markSynced(record('none').schedule_id, 1, 'arn')).toBe(false);
    });

    describe('the count of runs', () => {
      const at = (hour: number) => `2026-11-28T${hour}:00:00Z`;
      const ran = async (id: string, hour: number, outcome: 'published' | 'skipped' | 'failed' = 'published') => {
        await store.countRun(id, { run_id: at(hour), planned_time: at(hour), outcome });
        return store.get(id);
      };

      it('has each published run once, and what came of the latest', async () => {
        const { schedule_id } = await inserted('runs');
        expect(await ran(schedule_id, 11)).toMatchObject({ run_count: 1, last_triggered: at(11), version: 1 });
        expect(await ran(schedule_id, 11)).toMatchObject({ run_count: 1, last_outcome: 'published' });
        const skipped = { run_count: 1, last_outcome: 'skipped', last_triggered: at(11) };
        expect(await ran(schedule_id, 12, 'skipped')).toMatchObject(skipped);
        expect(await ran(schedule_id, 13, 'failed')).toMatchObject({ run_count: 1, last_outcome: 'failed' });
        const published = { run_count: 2, last_outcome: 'published', last_triggered: at(13) };
        expect(await ran(schedule_id, 13)).toMatchObject(published);
        expect(await ran(schedule_id, 13, 'failed')).toMatchObject(published);
      });

      it('has those too that come after a later one', async () => {
        const { schedule_id } = await inserted('late runs');
        expect(await ran(schedule_id, 15, 'skipped')).toMatchObject({ run_count: 0, last_triggered: null });
        const late = { run_count: 1, last_triggered: at(12), last_outcome: 'skipped' };
        expect(await ran(schedule_id, 12)).toMatchObject(late);
        expect(await ran(schedule_id, 12)).toMatchObject(late);
        expect(await ran(schedule_id, 11)).toMatchObject({ ...late, run_count: 2 });
        expect(await ran(schedule_id, 14, 'failed')).toMatchObject({ ...late, run_count: 2 });
      });

      it('is right where many come at once', async () => {
        const { schedule_id } = await inserted('runs at once');
        const hours = [18, 11, 15, 13, 17, 12, 14, 16];
        await Promise.all([...hours, ...hours].map((hour) => ran(schedule_id, hour)));
        const all = { run_count: 8, last_triggered: at(18), last_outcome: 'published' };
        expect(await store.get(schedule_id)).toMatchObject(all);
      });

      it('is none of a schedule that is not there', async () => {
        const { schedule_id } = record('none');
        expect(await ran(schedule_id, 11)).toBeUndefined();
      });
    });

    const all = async (filter: ScheduleFilter, limit: number): Promise<string[]> => {
      const names: string[] = [];
      let cursor: string | undefined;
      for (let pages = 0; pages < 100; pages++) {
        const { items, next } = await store.page(filter, limit, cursor);
        expect(items.length).toBeLessThanOrEqual(limit);
        names.push(...items.map((item) => item.name.slice(caller.length + 1)));
        if (next === undefined) return names;
        cursor = next;
      }
      throw new Error('it has no last page');
    };

    it('lists newest first, page by page, without deleted ones', async () => {
      for (let i = 0; i < 9; i++) {
        const made = await inserted(`l${i}`, {
          target_type: i % 3 === 0 ? 'custom' : 'web_action',
          group: `g${i % 2}`,
        });
        if (i === 4) await replaced(made, { status: 'deleted' });
        if (i % 4 === 1) await replaced(made, { status: 'paused' });
        clock.pass(MINUTE);
      }
      const mine = { created_by: caller };
      expect(await all(mine, 3)).toEqual(['l8', 'l7', 'l6', 'l5', 'l3', 'l2', 'l1', 'l0']);
      expect(await all({ ...mine, status: 'deleted' }, 3)).toEqual(['l4']);
      expect(await all({ ...mine, status: 'paused' }, 1)).toEqual(['l5', 'l1']);
      expect(await all({ ...mine, target_type: 'custom' }, 2)).toEqual(['l6', 'l3', 'l0']);
      expect(await all({ ...mine, group: 'g1' }, 2)).toEqual(['l7', 'l5', 'l3', 'l1']);
      expect(await all({ name_prefix: `${caller} l` }, 3)).toEqual(['l8', 'l7', 'l6', 'l5', 'l3', 'l2', 'l1', 'l0']);
      expect(await all({ name_prefix: `${caller} l`, status: 'paused' }, 5)).toEqual(['l5', 'l1']);
      expect(await all({ created_by: `${caller} nobody` }, 5)).toEqual([]);
    });

    it('refuses a cursor that is none of this list', async () => {
      for (let i = 0; i < 3; i++) {
        await inserted(`c${i}`);
        clock.pass(MINUTE);
      }
      const { next = '' } = await store.page({ created_by: caller }, 1);
      expect(next).not.toBe('');
      const refused = { code: 'INVALID_CURSOR' };
      await expect(store.page({ created_by: `${caller}x` }, 1, next)).rejects.toMatchObject(refused);
      await expect(store.page({ created_by: caller }, 1, 'bm9uZQ')).rejects.toMatchObject(refused);
      await expect(store.changes('sched_x', 1, next)).rejects.toMatchObject(refused);
    });

    it('loses none of the changes of one moment', async () => {
      const one = await inserted('moment');
      const ran = (id: string): ScheduleChange => ({ ...change(1, 'run'), changed: { run_id: { after: id } } });
      await store.appendChange(one.schedule_id, ran('r1'));
      await store.appendChange(one.schedule_id, ran('r2'));
      const { items } = await store.changes(one.schedule_id, 10);
      expect(items.filter(({ action }) => action === 'run')).toHaveLength(2);
    });

    it('keeps the log of changes, latest first', async () => {
      const one = await inserted('log');
      for (let i = 0; i < 4; i++) {
        clock.pass(MINUTE);
        await store.appendChange(one.schedule_id, change(1, 'repair'));
      }
      const first = await store.changes(one.schedule_id, 3);
      expect(first.items.map(({ action }) => action)).toEqual(['repair', 'repair', 'repair']);
      expect(first.items[0]).toEqual(change(1, 'repair'));
      const rest = await store.changes(one.schedule_id, 3, first.next);
      expect(rest.items.map(({ action }) => action)).toEqual(['repair', 'create']);
      expect(rest.next).toBeUndefined();
    });
  });
}
