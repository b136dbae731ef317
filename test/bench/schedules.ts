// How many runs of a schedule are worked out in a second, one after the other, and how long the first takes in a zone not asked
// about before: medians of rounds.
// npm run bench:schedules [-- --runs 20000 --rounds 5]
import { parseArgs } from 'node:util';
import { nextRuns, parseExpression } from '@almanac/schedules';
import { median, table } from './report.ts';

const CASES = [
  ['cron(* * * * ? *)', 'America/New_York'],
  ['cron(0/15 8-17 ? * MON-FRI *)', 'Europe/Berlin'],
  ['cron(0 6 * * ? *)', 'America/Los_Angeles'],
  ['cron(0 6 * * ? *)', 'UTC'],
  ['cron(0 0 LW * ? *)', 'Asia/Kolkata'],
  ['cron(0 0 29 2 ? 2096/4)', 'Australia/Lord_Howe'],
  ['rate(5 minutes)', 'Africa/Casablanca'],
] as const;
const FROM = new Date('2026-01-01T00:00:00Z');

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } },
});
const [runs, rounds] = [Number(values.runs), Number(values.rounds)];

const lines = CASES.map(([text, timezone]) => {
  const timing = { expression: parseExpression(text), timezone };
  const measured = (count: number) => {
    const started = performance.now();
    const found = nextRuns(timing, FROM, count).length;
    return { found, seconds: (performance.now() - started) / 1000 };
  };
  const first = measured(1).seconds * 1000;
  const rates = Array.from({ length: rounds }, () => measured(runs)).map(({ found, seconds }) => found / seconds);
  const again = median(Array.from({ length: 101 }, () => measured(1).seconds * 1e6));
  return [`\`${text}\``, timezone, first.toFixed(2), again.toFixed(0), Math.round(median(rates)).toLocaleString('en')];
});
console.log(table(['expression', 'zone', 'first ever, ms', 'next one, µs', 'runs/s'], lines));
