import { fixedClock } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timingOf } from '../changes/times.ts';
import { instantText } from '../occurrences/local-text.ts';
import { nextRuns } from '../occurrences/occurrences.ts';
import { listed } from '../records/listed.ts';
import type { Schedule } from '../records/schedule.ts';
import { sampleSchedule } from '../running/sample-schedule.ts';
import { Heap } from './heap.ts';
import { listUpcoming } from './list-upcoming.ts';

const clock = fixedClock('2026-11-28T00:00:00Z');
const schedule = (name: string, schedule_expression: string, changes: Partial<Schedule> = {}): Schedule =>
  sampleSchedule({ schedule_id: `sched_${name}`, name, schedule_expression, ...changes });
const upcoming = (schedules: readonly Schedule[]) => listUpcoming({ store: listed(schedules), clock });

describe('the upcoming runs', () => {
  it('are those of all active schedules by time, both ends of the window included', async () => {
    const list = upcoming([
      schedule('b', 'cron(0 9 * * ? *)', { timezone: 'America/New_York' }),
      schedule('a', 'cron(0 14 * * ? *)'),
      schedule('c', 'rate(12 hours)', { anchor_date: '2026-11-27T13:00:00Z' }),
      schedule('paused', 'cron(* * * * ? *)', { status: 'paused' }),
    ]);
    const { runs, truncated } = await list({ from: '2026-11-28T01:00:00Z', to: '2026-11-28T14:00:00Z', limit: 10 });
    expect(runs.map(({ name, run_at }) => [name, run_at])).toEqual([
      ['c', '2026-11-28T01:00:00Z'],
      ['c', '2026-11-28T13:00:00Z'],
      ['a', '2026-11-28T14:00:00Z'],
      ['b', '2026-11-28T14:00:00Z'],
    ]);
    expect(runs[3]).toMatchObject({ local_time: '2026-11-28T09:00:00-05:00', timezone: 'America/New_York' });
    expect(truncated).toBe(false);
  });

  it('begin now and last a day where nothing else is asked for, and say where there are more', async () => {
    const minutely = [schedule('m', 'rate(1 minute)', { anchor_date: '2026-11-28T00:00:00Z' })];
    const { runs, truncated } = await upcoming(minutely)({ limit: 1_000 });
    expect([runs[0]?.run_at, runs.length, truncated]).toEqual(['2026-11-28T00:00:00Z', 1_000, true]);
    expect((await upcoming(minutely)({ limit: 2_000 })).runs.at(-1)?.run_at).toBe('2026-11-29T00:00:00Z');
    expect((await upcoming(minutely)({ limit: 1_441 })).truncated).toBe(false);
  });

  it('are no more than max_runs still allows', async () => {
    const limited = [schedule('m', 'rate(1 hour)', { max_runs: 5, run_count: 3 })];
    expect((await upcoming(limited)({ limit: 100 })).runs).toHaveLength(2);
    const later = (from: string) => upcoming(limited)({ from, limit: 100 }).then(({ runs }) => runs);
    expect(await later('2026-11-28T02:00:00Z')).toMatchObject([{ run_at: '2026-11-28T02:00:00Z' }]);
    expect(await later('2026-11-28T03:00:00Z')).toEqual([]);
  });

  it.each([
    ['2026-11-28T09:00:00Z', '2026-11-28T08:59:59Z', 'lies before'],
    ['2026-11-28T09:00:00Z', '2026-12-29T09:00:01Z', 'may have 31 days'],
    ['soon', '2026-12-29T09:00:01Z', 'must be instants'],
  ])('are refused from %s to %s', async (from, to, reason) => {
    const failure = { code: 'INVALID_WINDOW', message: expect.stringContaining(reason) };
    await expect(upcoming([])({ from, to, limit: 1 })).rejects.toMatchObject(failure);
  });

  it('are those that each schedule has by itself', async () => {
    const expressions = ['cron(0/7 * * * ? *)', 'rate(11 minutes)', 'cron(30 2 * * ? *)', 'at(2026-03-08T12:00:00)'];
    const some = fc.array(
      fc.record({
        schedule_expression: fc.constantFrom(...expressions),
        timezone: fc.constantFrom('UTC', 'America/New_York'),
      }),
      { maxLength: 8 },
    );
    const from = new Date('2026-03-08T00:00:00Z');
    await fc.assert(
      fc.asyncProperty(some, async (given) => {
        const schedules = given.map((one, i) => schedule(`s${i}`, one.schedule_expression, one));
        const to = '2026-03-08T23:00:00Z';
        const { runs } = await upcoming(schedules)({ from: from.toISOString(), to, limit: 10_000 });
        const alone = schedules.flatMap((one) =>
          nextRuns(timingOf(one), new Date(from.getTime() - 1), 500).map(({ at }) => instantText(at)),
        );
        expect(runs.map(({ run_at }) => run_at)).toEqual(alone.filter((at) => at <= to).sort());
      }),
      { numRuns: 30 },
    );
  });
});

describe('a heap', () => {
  it('gives everything back in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const heap = new Heap<number>((a, b) => a < b);
        for (const number of numbers) heap.push(number);
        expect(numbers.map(() => heap.pop())).toEqual([...numbers].sort((a, b) => a - b));
        expect(heap.pop()).toBeUndefined();
      }),
    );
  });
});
