import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sampleSchedule } from '../running/sample-schedule.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { factsOf } from './facts.ts';
import { OPERATORS } from './operators.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/schedules/runs.md'), 'utf8');
const rows = [...page.matchAll(/^\| ([^|`]+) \| `(\{.*\})` \|$/gm)].map(
  ([, runs = '', rule = '']) => [runs, rule] as const,
);

/** For each documented rule, a schedule with which it holds, and one with which it does not; at that planned time. */
const SATURDAY = '2026-11-28T09:00:00Z';
const cases: Record<string, [holds: [object, string], holdsNot: [object, string]]> = {
  'not after a failure': [
    [{ last_outcome: 'published' }, SATURDAY],
    [{ last_outcome: 'failed' }, SATURDAY],
  ],
  "on weekends, from 8 o'clock on": [
    [{}, SATURDAY],
    [{}, '2026-11-28T07:59:00Z'],
  ],
  'until the end of the year': [
    [{}, SATURDAY],
    [{}, '2027-01-01T00:00:00Z'],
  ],
  'where the payload names a region of Europe': [
    [{ payload: { region: 'eu-west-1' } }, SATURDAY],
    [{ payload: { region: 'us-east-1' } }, SATURDAY],
  ],
  'where any item costs more than 100': [
    [{ payload: { items: [{ price: 5 }, { price: 101 }] } }, SATURDAY],
    [{ payload: { items: [{ price: 100 }] } }, SATURDAY],
  ],
};

describe('the page about conditions', () => {
  it('shows rules that hold where it says so', () => {
    expect(rows.map(([runs]) => runs)).toEqual(Object.keys(cases));
    for (const [runs, rule] of rows) {
      const given = cases[runs] ?? [];
      const verdicts = given.map(([changes, planned]) => {
        const at = new Date(planned);
        return evaluateCondition(JSON.parse(rule), factsOf(sampleSchedule(changes), at, at));
      });
      expect([runs, verdicts]).toEqual([runs, [true, false]]);
    }
  });

  it('names every operator', () => {
    const [, list = ''] = /^Operators: ([\s\S]*?)\. The last five/m.exec(page) ?? [];
    expect([...list.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort()).toEqual([...OPERATORS].sort());
  });
});
