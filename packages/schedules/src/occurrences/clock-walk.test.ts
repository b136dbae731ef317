import { describe, expect, it } from '@jest/globals';
import { parseExpression } from '../expressions/parse-expression.ts';
import { clockChanges, type Reading, watchClock } from './clock-walk.ts';
import { expressionNear } from './expression-near.ts';
import { nextRuns, previousRuns } from './occurrences.ts';

const FULL = Boolean(process.env.TEST_FULL);
/** What is special in each: half an hour, two hours, midnight, a pause in Ramadan, quarters of an hour, winter as the exception. */
const SAMPLE = [
  'America/New_York',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'America/Havana',
  'Asia/Beirut',
  'Africa/Casablanca',
  'Africa/Cairo',
  'America/Santiago',
  'Pacific/Chatham',
  'Europe/Dublin',
  'America/Nuuk',
  'Asia/Kolkata',
];
const ZONES = FULL ? ['UTC', ...Intl.supportedValuesOf('timeZone')] : SAMPLE;
const [FROM_YEAR, TO_YEAR] = FULL ? [2020, 2041] : [2025, 2027];
const CASES_PER_CHANGE = FULL ? 20 : 16;
/** Where a clock is never changed, it is watched at some other time. */
const ANY_TIME = Date.UTC(2026, 2, 29, 1);
const MINUTE_MS = 60_000;

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the engine and the walk say of one case, where they differ. */
function mismatches(zone: string, change: number, readings: readonly Reading[], random: () => number): string[] {
  const { text, matches } = expressionNear(readings[0]?.local ?? 0, random);
  const shifted = expressionNear((readings[0]?.local ?? 0) + readings.length * (MINUTE_MS / 2), random);
  const from = change + Math.floor((random() - 0.6) * 240 * 60) * 1000;
  const found: string[] = [];
  for (const one of [{ text, matches }, shifted]) {
    const runs = readings
      .filter(({ local, isSecondTime }) => !isSecondTime && one.matches(local))
      .map(({ instant }) => instant);
    const timing = { expression: parseExpression(one.text), timezone: zone };
    const [first = 0, last = 0] = [readings[0]?.instant, readings.at(-1)?.instant];
    const after = runs.filter((run) => run > from);
    const next = nextRuns(timing, new Date(from), after.length + 1).map(({ at }) => at.getTime());
    const until = runs.filter((run) => run <= from).reverse();
    const previous = previousRuns(timing, new Date(from), until.length + 1).map(({ at }) => at.getTime());
    const isNext = after.every((run, i) => run === next[i]) && (next[after.length] ?? Infinity) > last;
    const isPrevious = until.every((run, i) => run === previous[i]) && (previous[until.length] ?? -Infinity) < first;
    if (!isNext || !isPrevious)
      found.push(`${one.text} ${zone} ${new Date(from).toISOString()} ${isNext} ${isPrevious}`);
  }
  return found;
}

describe('the engine and a clock that is watched', () => {
  it('agree around every change of every clock', () => {
    const found: string[] = [];
    let [changes, cases] = [0, 0];
    for (const [index, zone] of ZONES.entries()) {
      const changed = clockChanges(zone, FROM_YEAR, TO_YEAR);
      changes += changed.length;
      for (const change of changed.length > 0 ? changed : [ANY_TIME]) {
        const readings = watchClock(zone, change);
        const random = numbers(index * 1_000_003 + change / MINUTE_MS);
        for (let n = 0; n < CASES_PER_CHANGE; n += 2) {
          found.push(...mismatches(zone, change, readings, random));
          cases += 2;
        }
      }
    }
    if (FULL) process.stderr.write(`${changes} changes of ${ZONES.length} clocks, ${cases} cases\n`);
    expect(found).toEqual([]);
    expect(changes).toBeGreaterThan(FULL ? 4_000 : 40);
    expect(cases).toBeGreaterThan(FULL ? 100_000 : 640);
  }, 1_800_000);

  it('are about hours that come twice', () => {
    const change = clockChanges('America/New_York', 2026, 2027)[1] ?? 0;
    const repeated = watchClock('America/New_York', change).filter(({ isSecondTime }) => isSecondTime);
    expect(repeated).toHaveLength(60);
    expect(new Date(repeated[0]?.instant ?? 0).toISOString()).toBe('2026-11-01T06:00:00.000Z');
  });
});
