import { AlmanacError } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../records/schedule.ts';
import { sampleSchedule } from '../running/sample-schedule.ts';
import { checkCondition } from './check-condition.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { factsOf } from './facts.ts';

const faultsOf = (rule: Json): string => {
  try {
    checkCondition(rule);
  } catch (error) {
    if (error instanceof AlmanacError && error.code === 'INVALID_CONDITION') return error.message;
    throw error;
  }
  return '';
};

const nested = (levels: number): Json => (levels === 0 ? { var: 'run_count' } : { '!': [nested(levels - 1)] });

describe('a condition', () => {
  const schedule = sampleSchedule({
    timezone: 'America/New_York',
    payload: { region: 'eu', items: [1, 2, 30], login: { password: '***' } },
    last_outcome: 'failed',
    run_count: 4,
  });
  const facts = factsOf(schedule, new Date('2026-11-29T02:30:00Z'), new Date('2026-11-29T02:31:00.500Z'));

  it('sees the day and time of the planned run in the zone of the schedule', () => {
    expect(facts).toEqual({
      payload: schedule.payload,
      last_outcome: 'failed',
      now: '2026-11-29T02:31:00.500Z',
      scheduled_time: '2026-11-29T02:30:00Z',
      date: '2026-11-28',
      time: '21:30',
      weekday: 'SAT',
      run_count: 4,
    });
  });

  const cases: [boolean, Json][] = [
    [true, { '==': [{ var: 'payload.region' }, 'eu'] }],
    [false, { '!=': [{ var: 'last_outcome' }, 'failed'] }],
    [true, { in: [{ var: 'weekday' }, ['SAT', 'SUN']] }],
    [true, { and: [{ '>=': [{ var: 'time' }, '08:00'] }, { '<': [{ var: 'date' }, '2026-12-01'] }] }],
    [true, { '<': [{ var: 'run_count' }, 5] }],
    [true, { some: [{ var: 'payload.items' }, { '>': [{ var: '' }, 20] }] }],
    [true, { '==': [{ var: 'payload.login.password' }, '***'] }],
    [false, { '!!': [{ var: ['payload.nothing', 0] }] }],
    [false, { missing: ['payload.region', 'payload.items'] }],
    [true, { '==': [{ '%': [{ var: 'run_count' }, 2] }, 0] }],
  ];
  it.each(cases)('gives %s for %j', (expected, rule) => {
    expect(evaluateCondition(rule, facts)).toBe(expected);
  });

  const bad: [string, Json][] = [
    ['$: there is no operator "equals"', { equals: [1, 1] }],
    ['did you mean missing', { mising: ['payload.x'] }],
    [
      '$.and[1].==[0].var: there is no variable "paylod.x"; did you mean payload?',
      { and: [true, { '==': [{ var: 'paylod.x' }, 1] }] },
    ],
    ['there is no variable "date.year"', { '!!': { var: 'date.year' } }],
    ['$.missing: there is no variable "secret"', { missing: ['secret'] }],
    ['a variable is named by a text', { var: { cat: ['pay', 'load'] } }],
    ['names constructor, which is no data', { var: 'payload.constructor.name' }],
    ['names __proto__, which is no data', { some: [{ var: 'payload.items' }, { var: '__proto__.x' }] }],
    ['there is no operator "reduce"', { reduce: [{ var: 'payload.items' }, { merge: [{ var: 'accumulator' }] }, [1]] }],
    ['there is no operator "log"', { log: { var: 'payload' } }],
    ['there is no operator "constructor"', { constructor: [1] }],
    ['map may not stand inside', { all: [{ var: 'payload.items' }, { map: [{ var: '' }, 1] }] }],
    ['has one key, its operator', { '==': [1, 1], '!=': [1, 2] }],
    ['it asks about nothing', true],
    ['nested deeper than 20 levels', nested(30)],
    ['it has 101 operators', { and: Array.from({ length: 100 }, () => ({ '!': [false] })) }],
    ['bytes, and 8192 are allowed', { '==': [{ var: 'payload.region' }, 'x'.repeat(9_000)] }],
    ['missing_some takes a number', { missing_some: [{ var: 'run_count' }, { var: 'payload.items' }] }],
  ];
  it.each(bad)('is refused: %s', (reason, rule) => {
    expect(faultsOf(rule)).toContain(reason);
    expect(() => evaluateCondition(rule, facts)).toThrow('The condition is not usable');
  });

  it('names every fault at once, with its place', () => {
    const message = faultsOf({ and: [{ equals: [1, 1] }, { var: 'nope' }] });
    expect(message).toContain('$.and[0]: there is no operator');
    expect(message).toContain('$.and[1].var: there is no variable');
  });

  it('that passes the check has an answer for whatever payload', () => {
    const rules = cases.map(([, rule]) => rule);
    const payload = fc.dictionary(
      fc.constantFrom('region', 'items', 'login', 'nothing'),
      fc.jsonValue() as fc.Arbitrary<Json>,
    );
    fc.assert(
      fc.property(fc.constantFrom(...rules), payload, (rule, given) => {
        expect(typeof evaluateCondition(rule, { ...facts, payload: given })).toBe('boolean');
      }),
    );
  });
});
