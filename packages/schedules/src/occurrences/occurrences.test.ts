import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseExpression } from '../expressions/parse-expression.ts';
import { nextRuns, previousRuns, runsAfter } from './occurrences.ts';
import { previewRuns } from './preview.ts';
import type { Timing } from './timing.ts';

const timing = (expression: string, timezone = 'UTC', window: { startDate?: Date; endDate?: Date } = {}): Timing => ({
  expression: parseExpression(expression),
  timezone,
  ...window,
});
const utc = (time: string): Date => new Date(time);
const next = (one: Timing, from: string, count = 1): string[] => [
  ...previewRuns(one, utc(from), count).next_executions,
];
const previous = (one: Timing, until: string, count = 1): string[] =>
  previousRuns(one, utc(until), count).map(({ local }) => local);

describe('cron', () => {
  it("has the runs of the guide's example in Los Angeles, where 2:30 is left out once and comes twice once", () => {
    const nightly = timing('cron(30 2 * * ? *)', 'America/Los_Angeles');
    expect(nextRuns(nightly, utc('2026-03-07T00:00:00Z'), 3).map(({ local }) => local)).toEqual([
      '2026-03-07T02:30:00-08:00',
      '2026-03-09T02:30:00-07:00',
      '2026-03-10T02:30:00-07:00',
    ]);
    const early = timing('cron(30 1 * * ? *)', 'America/Los_Angeles');
    expect(next(early, '2026-10-31T12:00:00Z', 2)).toEqual(['2026-11-01T08:30:00Z', '2026-11-02T09:30:00Z']);
  });

  it('is after the given instant, and at it or before', () => {
    const daily = timing('cron(0 6 * * ? *)', 'America/New_York');
    expect(next(daily, '2025-11-07T11:00:00Z')).toEqual(['2025-11-08T11:00:00Z']);
    expect(next(daily, '2025-11-07T10:59:59.999Z')).toEqual(['2025-11-07T11:00:00Z']);
    expect(previous(daily, '2025-11-07T11:00:00Z')).toEqual(['2025-11-07T06:00:00-05:00']);
    expect(previous(daily, '2025-11-07T10:59:59.999Z')).toEqual(['2025-11-06T06:00:00-05:00']);
  });

  it('finds the run before in an hour that comes a second time', () => {
    const often = timing('cron(0/20 * * * ? *)', 'America/New_York');
    expect(previous(often, '2026-11-01T06:05:00Z', 2)).toEqual([
      '2026-11-01T01:40:00-04:00',
      '2026-11-01T01:20:00-04:00',
    ]);
    expect(next(often, '2026-11-01T05:40:00Z')).toEqual(['2026-11-01T07:00:00Z']);
  });

  it('skips a day that a zone has left out', () => {
    const daily = timing('cron(0 12 * * ? *)', 'Pacific/Apia');
    expect(nextRuns(daily, utc('2011-12-29T00:00:00Z'), 2).map(({ local }) => local)).toEqual([
      '2011-12-29T12:00:00-10:00',
      '2011-12-31T12:00:00+14:00',
    ]);
  });

  it('keeps to its window, both ends included', () => {
    const window = { startDate: utc('2026-01-02T09:00:00Z'), endDate: utc('2026-01-04T09:00:00Z') };
    const daily = timing('cron(0 9 * * ? *)', 'UTC', window);
    expect(next(daily, '2020-01-01T00:00:00Z', 9)).toEqual([
      '2026-01-02T09:00:00Z',
      '2026-01-03T09:00:00Z',
      '2026-01-04T09:00:00Z',
    ]);
    expect(previous(daily, '2030-01-01T00:00:00Z', 9)).toHaveLength(3);
    expect(previewRuns(daily, utc('2026-01-04T09:00:00Z'), 1)).toMatchObject({
      next_executions: [],
      notes: ['It has no run after 2026-01-04T09:00:00Z until its end date, 2026-01-04T09:00:00Z.'],
    });
  });

  it('says that a date never comes', () => {
    const never = previewRuns(timing('cron(0 0 30 2 ? *)'), utc('2026-01-01T00:00:00Z'), 5);
    expect(never).toEqual({
      next_executions: [],
      local_times: [],
      dst_notes: [],
      notes: ['It names no date that ever comes.'],
    });
    expect(previous(timing('cron(0 0 30 2 ? *)'), '2026-01-01T00:00:00Z')).toEqual([]);
    expect(next(timing('cron(0 0 1 1 ? 2020)'), '2026-01-01T00:00:00Z')).toEqual([]);
  });

  it('finds what is far away', () => {
    const leap = timing('cron(0 0 29 2 ? 2096/4)', 'America/New_York');
    expect(nextRuns(leap, utc('2026-01-01T00:00:00Z'), 1)[0]?.local).toBe('2096-02-29T00:00:00-05:00');
  });

  it('has the offsets to the second that zones once had', () => {
    expect(nextRuns(timing('cron(0 0 * * ? *)', 'Africa/Monrovia'), utc('1971-06-01T00:00:00Z'), 1)).toEqual([
      { at: utc('1971-06-01T00:44:30Z'), local: '1971-06-01T00:00:00-00:44:30' },
    ]);
  });
});

describe('rate', () => {
  it('counts elapsed time from its start date, its first run, whatever the clocks do', () => {
    const daily = timing('rate(1 days)', 'America/New_York', { startDate: utc('2026-03-07T12:30:15Z') });
    expect(next(daily, '2026-01-01T00:00:00Z', 3)).toEqual([
      '2026-03-07T12:30:15Z',
      '2026-03-08T12:30:15Z',
      '2026-03-09T12:30:15Z',
    ]);
    expect(next(daily, '2026-03-08T12:30:15Z')).toEqual(['2026-03-09T12:30:15Z']);
    expect(previous(daily, '2026-03-08T12:30:15Z', 5)).toEqual([
      '2026-03-08T08:30:15-04:00',
      '2026-03-07T07:30:15-05:00',
    ]);
    expect(previous(daily, '2026-03-07T12:30:14Z')).toEqual([]);
    expect(previewRuns(daily, utc('2026-03-07T00:00:00Z'), 3).dst_notes).toEqual([
      'By 2026-03-08 America/New_York has changed from -05:00 to -04:00: runs keep their distance, not their local time.',
    ]);
  });

  it('counts from the given instant where it has no start', () => {
    expect(next(timing('rate(90 minutes)'), '2026-01-01T00:00:00Z', 2)).toEqual([
      '2026-01-01T01:30:00Z',
      '2026-01-01T03:00:00Z',
    ]);
    expect(previous(timing('rate(90 minutes)'), '2026-01-01T00:00:00Z')).toEqual([]);
  });

  it('ends with its end date, or with what dates can say', () => {
    const short = timing('rate(1 hour)', 'UTC', {
      startDate: utc('2026-01-01T00:00:00Z'),
      endDate: utc('2026-01-01T02:00:00Z'),
    });
    expect(next(short, '2026-01-01T00:00:00Z', 9)).toEqual(['2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z']);
    expect(next(timing('rate(2147483647 days)'), '2026-01-01T00:00:00Z')).toEqual([]);
  });
});

describe('at', () => {
  it('runs once, whatever its window', () => {
    const once = timing('at(2025-11-14T09:00:00)', 'America/Los_Angeles', { endDate: utc('2020-01-01T00:00:00Z') });
    expect(next(once, '2025-11-01T00:00:00Z', 5)).toEqual(['2025-11-14T17:00:00Z']);
    expect(next(once, '2025-11-14T17:00:00Z')).toEqual([]);
    expect(previous(once, '2025-11-14T17:00:00Z')).toEqual(['2025-11-14T09:00:00-08:00']);
  });

  it('does not run at a time that the clock leaves out, and at the first of two', () => {
    expect(previewRuns(timing('at(2026-03-08T02:30:00)', 'America/New_York'), utc('2026-03-01T00:00:00Z'), 1)).toEqual({
      next_executions: [],
      local_times: [],
      dst_notes: ['2026-03-08: the clocks of America/New_York go forward; 02:30 is left out, with no run.'],
      notes: ['It has no run after 2026-03-01T00:00:00Z.'],
    });
    expect(next(timing('at(2026-11-01T01:30:00)', 'America/New_York'), '2026-10-01T00:00:00Z')).toEqual([
      '2026-11-01T05:30:00Z',
    ]);
  });
});

describe('a preview', () => {
  it('tells of times left out and times that come twice once a day, at most twenty times', () => {
    const often = timing('cron(0/15 * * * ? *)', 'America/New_York');
    expect(previewRuns(often, utc('2026-03-08T06:00:00Z'), 5).dst_notes).toEqual([
      '2026-03-08: the clocks of America/New_York go forward; each time from 02:00 to 02:45 is left out, with no run.',
      'By 2026-03-08 America/New_York has changed from -05:00 to -04:00: runs keep their local time.',
    ]);
    expect(previewRuns(often, utc('2026-11-01T05:00:00Z'), 3).dst_notes).toEqual([
      '2026-11-01: the clocks of America/New_York go back; each time from 01:15 to 01:45 comes twice and runs the first time only.',
    ]);
    const neverThere = previewRuns(timing('cron(30 2 ? 3 1#2 *)', 'America/New_York'), utc('2026-01-01T00:00:00Z'), 1);
    expect(neverThere.dst_notes).toHaveLength(21);
    expect(neverThere.dst_notes.at(-1)).toBe('There are 154 more changes of the clock like these.');
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'US/Eastern', 'Asia/Calcutta', 'Etc/GMT+5'])(
    '%s is known',
    (zone) => {
      expect(next(timing('cron(0 0 * * ? *)', zone), '2026-01-01T00:00:00Z')).toHaveLength(1);
    },
  );

  it.each([
    ['Europe/Berln', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['EUROPE/BERLIN', 'Europe/Berlin'],
    ['+02:00', undefined],
    ['', undefined],
    ['us/eastern', undefined],
    ['Mars/Olympus', undefined],
  ])('%j is not', (zone, suggestion) => {
    expect(() => next(timing('rate(1 day)', zone), '2026-01-01T00:00:00Z')).toThrow(
      expect.objectContaining({ code: 'INVALID_TIMEZONE', details: expect.objectContaining({ timezone: zone }) }),
    );
    if (suggestion) expect(() => next(timing('rate(1 day)', zone), '2026-01-01T00:00:00Z')).toThrow(suggestion);
  });
});

describe('in every zone, at every time', () => {
  const number = (max: number, min = 0) => fc.integer({ min, max });
  const expression = fc.oneof(
    fc
      .tuple(number(59), number(23), number(31, 1))
      .map(([minute, hour, day]) => `cron(${minute} ${hour} ${day} * ? *)`),
    fc
      .tuple(number(59), number(23), number(7, 1))
      .map(([minute, hour, day]) => `cron(${minute},0 ${hour}/5 ? * ${day} *)`),
    fc.constantFrom(
      'cron(* * * * ? *)',
      'cron(0/7 20-2 * * ? *)',
      'cron(0 3 L * ? *)',
      'cron(1 1 29 2 ? 2024/4)',
      'cron(0 2 LW * ? *)',
    ),
    fc
      .tuple(number(3000, 1), fc.constantFrom('minutes', 'hours', 'days'))
      .map(([value, unit]) => `rate(${value} ${unit})`),
  );
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
  const instant = fc.date({ min: utc('1970-01-01T00:00:00Z'), max: utc('2150-01-01T00:00:00Z'), noInvalidDate: true });
  const startDate = utc('1999-12-31T23:00:00Z');

  it('next and previous runs ascend, overlap nowhere and leave nothing out', () => {
    fc.assert(
      fc.property(expression, zone, instant, (text, name, from) => {
        const one = timing(text, name, text.startsWith('rate') ? { startDate } : {});
        const runs = nextRuns(one, from, 4).map(({ at }) => at.getTime());
        expect(runs).toEqual([...new Set(runs)].sort((a, b) => a - b));
        expect(runs.every((run) => run > from.getTime())).toBe(true);
        const last = runs.at(-1);
        if (last === undefined) return;
        const back = previousRuns(one, new Date(last), runs.length + 1).map(({ at }) => at.getTime());
        expect(back.slice(0, runs.length).reverse()).toEqual(runs);
        expect(back[runs.length] ?? -1).toBeLessThanOrEqual(from.getTime());
      }),
      { numRuns: process.env.TEST_FULL ? 20_000 : 300 },
    );
  });

  it('answers for any Date, also the first and the last', () => {
    for (const text of ['cron(0 0 * * ? *)', 'rate(1 day)', 'at(9999-12-31T23:59:59)']) {
      for (const time of [-8.64e15, -1, 0, Date.UTC(2200, 0), 8.64e15]) {
        const one = timing(text, 'Asia/Kathmandu', { startDate: new Date(0) });
        expect(nextRuns(one, new Date(time), 2).length + previousRuns(one, new Date(time), 2).length).toBeGreaterThan(
          0,
        );
      }
    }
    expect([...runsAfter(timing('cron(0 0 1 1 ? *)'), new Date(-8.64e15))]).toHaveLength(230);
  });
});
