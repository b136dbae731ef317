import { AlmanacError } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { CronExpression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';

const range = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

/** What an accepted expression means: of cron, the fields that are not `*` or 0. */
type Accepted = readonly [expression: string, meaning: object];
/** Why an expression is refused: the field, and what is suggested (null: nothing). */
type Refused = readonly [expression: string, field: string, suggestion: string | null];

interface Group {
  /** The AWS document, or the decision where AWS says nothing. */
  readonly source: string;
  readonly statement: string;
  readonly accepted?: readonly Accepted[];
  readonly refused?: readonly Refused[];
}

const GUIDE = 'EventBridge Scheduler User Guide, "Schedule types"';
const API = 'EventBridge Scheduler API Reference, CreateSchedule, ScheduleExpression';
const RULES = 'EventBridge User Guide, "Cron expressions reference"';
const DECISION = 'Decision 17';

const on = (days: number[]) => ({ days: { kind: 'days', days } });
const weekdays = (...days: number[]) => ({ days: { kind: 'weekdays', weekdays: days } });

const GROUPS: readonly Group[] = [
  {
    source: GUIDE,
    statement: 'Minutes: 0-59, wildcards , - * /',
    accepted: [
      ['cron(0 0 * * ? *)', { minutes: [0] }],
      ['cron(59 0 * * ? *)', { minutes: [59] }],
      ['cron(* 0 * * ? *)', { minutes: range(0, 59) }],
      ['cron(0,30 0 * * ? *)', { minutes: [0, 30] }],
      ['cron(10-12 0 * * ? *)', { minutes: [10, 11, 12] }],
      ['cron(10-12,40 0 * * ? *)', { minutes: [10, 11, 12, 40] }],
      ['cron(0/15 0 * * ? *)', { minutes: [0, 15, 30, 45] }],
    ],
    refused: [
      ['cron(60 0 * * ? *)', 'minutes', null],
      ['cron(-1 0 * * ? *)', 'minutes', null],
      ['cron(1.5 0 * * ? *)', 'minutes', null],
      ['cron(? 0 1 * ? *)', 'minutes', 'cron(* 0 1 * ? *)'],
      ['cron(L 0 * * ? *)', 'minutes', null],
      ['cron(5W 0 * * ? *)', 'minutes', null],
      ['cron(1#2 0 * * ? *)', 'minutes', null],
      ['cron(JAN 0 * * ? *)', 'minutes', null],
      ['cron(0, 0 * * ? *)', 'minutes', null],
      ['cron(,0 0 * * ? *)', 'minutes', null],
      ['cron(0-70 0 * * ? *)', 'minutes', null],
      ['cron(1- 0 * * ? *)', 'minutes', null],
      ['cron(1-2-3 0 * * ? *)', 'minutes', null],
    ],
  },
  {
    source: GUIDE,
    statement: 'Hours: 0-23, wildcards , - * /',
    accepted: [
      ['cron(0 23 * * ? *)', { hours: [23] }],
      ['cron(0 * * * ? *)', { hours: range(0, 23) }],
      ['cron(0 9,14 * * ? *)', { hours: [9, 14] }],
      ['cron(0 8-17 * * ? *)', { hours: range(8, 17) }],
      ['cron(0 0/6 * * ? *)', { hours: [0, 6, 12, 18] }],
    ],
    refused: [
      ['cron(0 24 * * ? *)', 'hours', null],
      ['cron(0 ? 1 * ? *)', 'hours', 'cron(0 * 1 * ? *)'],
      ['cron(0 9h * * ? *)', 'hours', null],
      ['cron(0 9:30 * * ? *)', 'hours', null],
      ['cron(0 9L * * ? *)', 'hours', null],
      ['cron(0 9,25 * * ? *)', 'hours', null],
    ],
  },
  {
    source: GUIDE,
    statement: 'Day-of-month: 1-31, wildcards , - * ? / L W',
    accepted: [
      ['cron(0 0 1 * ? *)', on([1])],
      ['cron(0 0 31 * ? *)', on([31])],
      ['cron(0 0 1,15 * ? *)', on([1, 15])],
      ['cron(0 0 1-15 * ? *)', on(range(1, 15))],
      ['cron(0 0 1/10 * ? *)', on([1, 11, 21, 31])],
      ['cron(0 0 ? * 2 *)', weekdays(2)],
      ['cron(0 0 L * ? *)', { days: { kind: 'last', before: 0 } }],
      ['cron(0 0 3W * ? *)', { days: { kind: 'nearest-weekday', day: 3 } }],
      ['cron(0 0 31W * ? *)', { days: { kind: 'nearest-weekday', day: 31 } }],
    ],
    refused: [
      ['cron(0 0 0 * ? *)', 'day-of-month', null],
      ['cron(0 0 32 * ? *)', 'day-of-month', null],
      ['cron(0 0 MON * ? *)', 'day-of-month', null],
      ['cron(0 0 3#1 * ? *)', 'day-of-month', null],
      ['cron(0 0 W * ? *)', 'day-of-month', null],
      ['cron(0 0 0W * ? *)', 'day-of-month', null],
      ['cron(0 0 32W * ? *)', 'day-of-month', null],
      ['cron(0 0 ?,3 * ? *)', 'day-of-month', null],
    ],
  },
  {
    source: GUIDE,
    statement: 'Month: 1-12 or JAN-DEC, wildcards , - * /; "JAN,FEB,MAR includes January, February, and March"',
    accepted: [
      ['cron(0 0 * 1 ? *)', { months: [1] }],
      ['cron(0 0 * 12 ? *)', { months: [12] }],
      ['cron(0 0 * JAN,FEB,MAR ? *)', { months: [1, 2, 3] }],
      ['cron(0 0 * JUN-AUG ? *)', { months: [6, 7, 8] }],
      ['cron(0 0 * 1/3 ? *)', { months: [1, 4, 7, 10] }],
      ['cron(0 0 * JAN/3 ? *)', { months: [1, 4, 7, 10] }],
      ['cron(0 0 * 1-MAR,DEC ? *)', { months: [1, 2, 3, 12] }],
    ],
    refused: [
      ['cron(0 0 * 0 ? *)', 'month', null],
      ['cron(0 0 * 13 ? *)', 'month', null],
      ['cron(0 0 1 ? ? *)', 'month', 'cron(0 0 1 * ? *)'],
      ['cron(0 0 * JANUARY ? *)', 'month', 'cron(0 0 * JAN ? *)'],
      ['cron(0 0 * SEPT ? *)', 'month', 'cron(0 0 * SEP ? *)'],
      ['cron(0 0 * MON ? *)', 'month', null],
      ['cron(0 0 * L ? *)', 'month', null],
    ],
  },
  {
    source: GUIDE,
    statement: 'Day-of-week: 1-7 or SUN-SAT, wildcards , - * ? L #; there is no / among them',
    accepted: [
      ['cron(0 0 ? * 1 *)', weekdays(1)],
      ['cron(0 0 ? * SUN *)', weekdays(1)],
      ['cron(0 0 ? * 7 *)', weekdays(7)],
      ['cron(0 0 ? * SAT *)', weekdays(7)],
      ['cron(0 0 ? * MON-FRI *)', weekdays(2, 3, 4, 5, 6)],
      ['cron(0 0 ? * 2-6 *)', weekdays(2, 3, 4, 5, 6)],
      ['cron(0 0 ? * TUE,4,SAT *)', weekdays(3, 4, 7)],
      ['cron(0 0 ? * * *)', weekdays(1, 2, 3, 4, 5, 6, 7)],
    ],
    refused: [
      ['cron(0 0 ? * 0 *)', 'day-of-week', 'cron(0 0 ? * 1 *)'],
      ['cron(0 0 ? * 0-4 *)', 'day-of-week', 'cron(0 0 ? * 1-5 *)'],
      ['cron(0 0 ? * 8 *)', 'day-of-week', null],
      ['cron(0 0 ? * MONDAY *)', 'day-of-week', 'cron(0 0 ? * MON *)'],
      ['cron(0 0 ? * MON,WEDNESDAY *)', 'day-of-week', 'cron(0 0 ? * MON,WED *)'],
      ['cron(0 0 ? * MON-FRIDAY *)', 'day-of-week', 'cron(0 0 ? * MON-FRI *)'],
      ['cron(0 0 ? * JAN *)', 'day-of-week', null],
      ['cron(0 0 ? * 2W *)', 'day-of-week', null],
      ['cron(0 0 ? * */2 *)', 'day-of-week', 'cron(0 0 ? * 1,3,5,7 *)'],
      ['cron(0 0 ? * MON/2 *)', 'day-of-week', 'cron(0 0 ? * 2,4,6 *)'],
      ['cron(0 0 ? * 2-6/2 *)', 'day-of-week', 'cron(0 0 ? * 2,4,6 *)'],
    ],
  },
  {
    source: GUIDE,
    statement: 'Year: 1970-2199, wildcards , - * /',
    accepted: [
      ['cron(0 0 * * ? 1970)', { years: [1970] }],
      ['cron(0 0 * * ? 2199)', { years: [2199] }],
      ['cron(0 0 * * ? 2026-2028)', { years: [2026, 2027, 2028] }],
      ['cron(0 0 * * ? 2026,2030)', { years: [2026, 2030] }],
      ['cron(0 0 * * ? 2026/2)', { years: range(2026, 2199, 2) }],
    ],
    refused: [
      ['cron(0 0 * * ? 1969)', 'year', null],
      ['cron(0 0 * * ? 2200)', 'year', null],
      ['cron(0 0 * * ? 26)', 'year', null],
      ['cron(0 0 1 * ? ?)', 'year', 'cron(0 0 1 * ? *)'],
      ['cron(0 0 * * ? 02026)', 'year', null],
    ],
  },
  {
    source: GUIDE,
    statement: '"If you use it [*] in one, you must use ? in the other"; rules: neither can a value stand in both',
    accepted: [
      ['cron(0 18 ? * MON-FRI *)', { hours: [18], ...weekdays(2, 3, 4, 5, 6) }],
      ['cron(0 8 1 * ? *)', { hours: [8], ...on([1]) }],
    ],
    refused: [
      ['cron(0 0 * * * *)', 'day-of-week', 'cron(0 0 * * ? *)'],
      ['cron(0 0 * * SUN *)', 'day-of-month', 'cron(0 0 ? * SUN *)'],
      ['cron(0 0 1 * * *)', 'day-of-week', 'cron(0 0 1 * ? *)'],
      ['cron(0 0 1 * MON *)', 'day-of-month', null],
      ['cron(0 0 L * 6L *)', 'day-of-month', null],
      ['cron(0 9 ? * ? *)', 'day-of-month', 'cron(0 9 * * ? *)'],
    ],
  },
  {
    source: GUIDE,
    statement: '"1/10 to specify every tenth minute, starting from the first minute of the hour"',
    accepted: [
      ['cron(1/10 0 * * ? *)', { minutes: [1, 11, 21, 31, 41, 51] }],
      ['cron(0/5 8-17 ? * MON-FRI *)', { minutes: range(0, 55, 5), hours: range(8, 17), ...weekdays(2, 3, 4, 5, 6) }],
      ['cron(0/10 0 ? * MON-FRI *)', { minutes: range(0, 50, 10), ...weekdays(2, 3, 4, 5, 6) }],
    ],
    refused: [
      ['cron(1/ 0 * * ? *)', 'minutes', null],
      ['cron(1/0 0 * * ? *)', 'minutes', null],
      ['cron(1/x 0 * * ? *)', 'minutes', null],
      ['cron(1/2/3 0 * * ? *)', 'minutes', null],
      ['cron(1/-5 0 * * ? *)', 'minutes', null],
    ],
  },
  {
    source: GUIDE,
    statement: '"L ... specifies the last day of the month or week"; 6L is the last Friday',
    accepted: [
      ['cron(0 0 ? * L *)', weekdays(7)],
      [
        'cron(15 10 ? * 6L 2022-2023)',
        { minutes: [15], hours: [10], days: { kind: 'last-of', weekday: 6 }, years: [2022, 2023] },
      ],
      ['cron(0 0 ? * FRIL *)', { days: { kind: 'last-of', weekday: 6 } }],
    ],
    refused: [
      ['cron(0 0 ? * 8L *)', 'day-of-week', null],
      ['cron(0 0 ? * 6L,2 *)', 'day-of-week', null],
      ['cron(0 0 ? * L,2 *)', 'day-of-week', null],
      ['cron(0 0 ? * MONL,2 *)', 'day-of-week', null],
      ['cron(0 0 ? * LW *)', 'day-of-week', null],
      ['cron(0 0 6L * ? *)', 'day-of-month', null],
      ['cron(0 0 L,15 * ? *)', 'day-of-month', null],
    ],
  },
  {
    source: GUIDE,
    statement: '"3#2 would be the second Tuesday"; "you can define only one expression": "3#1,6#3" is not valid',
    accepted: [
      ['cron(0 0 ? * 3#2 *)', { days: { kind: 'nth', weekday: 3, nth: 2 } }],
      ['cron(0 0 ? * TUE#2 *)', { days: { kind: 'nth', weekday: 3, nth: 2 } }],
      ['cron(0 0 ? * 2#1 *)', { days: { kind: 'nth', weekday: 2, nth: 1 } }],
      ['cron(0 0 ? * 6#5 *)', { days: { kind: 'nth', weekday: 6, nth: 5 } }],
    ],
    refused: [
      ['cron(0 0 ? * 3#1,6#3 *)', 'day-of-week', null],
      ['cron(0 0 ? * 3#1,6 *)', 'day-of-week', null],
      ['cron(0 0 ? * 3#0 *)', 'day-of-week', null],
      ['cron(0 0 ? * 3#6 *)', 'day-of-week', null],
      ['cron(0 0 ? * 3# *)', 'day-of-week', null],
      ['cron(0 0 ? * #2 *)', 'day-of-week', null],
      ['cron(0 0 ? * 8#2 *)', 'day-of-week', null],
      ['cron(0 0 ? * 0#2 *)', 'day-of-week', 'cron(0 0 ? * 1#2 *)'],
    ],
  },
  {
    source: RULES,
    statement: 'examples: cron(0/30 20-2 ? * MON-FRI *) runs every 30 minutes from 10:00 pm to 2:00 am the next day',
    accepted: [
      ['cron(0 10 * * ? *)', { hours: [10] }],
      ['cron(15 12 * * ? *)', { minutes: [15], hours: [12] }],
      ['cron(0/15 * * * ? *)', { minutes: [0, 15, 30, 45], hours: range(0, 23) }],
      [
        'cron(0/30 20-2 ? * MON-FRI *)',
        { minutes: [0, 30], hours: [0, 1, 2, 20, 21, 22, 23], ...weekdays(2, 3, 4, 5, 6) },
      ],
    ],
  },
  {
    source: API,
    statement: '"A cron expression consists of six fields separated by white spaces"',
    accepted: [['cron(0  9\t* * ? *)', { hours: [9] }]],
    refused: [
      ['cron(0 9 * * ?)', 'expression', 'cron(0 9 * * ? *)'],
      ['cron(0 9 * * *)', 'expression', 'cron(0 9 * * ? *)'],
      ['cron(0 0 * * 0)', 'expression', 'cron(0 0 ? * 1 *)'],
      ['cron(0 0 9 * * ? *)', 'expression', 'cron(0 9 * * ? *)'],
      ['cron()', 'expression', null],
      ['cron(0 9 * *)', 'expression', null],
      ['cron(1 2 3 4 ? 2026 7 8)', 'expression', null],
      ['cron(0 9 * *\n? *)', 'expression', null],
    ],
  },
  {
    source: API,
    statement:
      '"A rate expression consists of a value as a positive integer, and a unit": minute | minutes | hour | hours | day | days',
    accepted: [
      ['rate(1 minute)', { value: 1, unit: 'minute' }],
      ['rate(5 minutes)', { value: 5, unit: 'minute' }],
      ['rate(1 hour)', { value: 1, unit: 'hour' }],
      ['rate(12 hours)', { value: 12, unit: 'hour' }],
      ['rate(1 day)', { value: 1, unit: 'day' }],
      ['rate(7 days)', { value: 7, unit: 'day' }],
      ['rate(1 days)', { value: 1, unit: 'day' }],
      ['rate(1 hours)', { value: 1, unit: 'hour' }],
      ['rate(5 minute)', { value: 5, unit: 'minute' }],
      ['rate(5  minutes)', { value: 5, unit: 'minute' }],
    ],
    refused: [
      ['rate(0 minutes)', 'value', null],
      ['rate(-5 minutes)', 'value', null],
      ['rate(1.5 hours)', 'value', null],
      ['rate(five minutes)', 'value', null],
      ['rate(5)', 'unit', null],
      ['rate()', 'value', null],
      ['rate(minutes)', 'value', null],
      ['rate(30 seconds)', 'unit', null],
      ['rate(120 seconds)', 'unit', 'rate(2 minutes)'],
      ['rate(1 week)', 'unit', 'rate(7 days)'],
      ['rate(2 months)', 'unit', null],
      ['rate(2 constructor)', 'unit', null],
      ['rate(2 __proto__)', 'unit', null],
      ['rate(5 min)', 'unit', 'rate(5 minutes)'],
      ['rate(1 minutes and more)', 'unit', null],
      ['rate(5 minutes )', 'unit', 'rate(5 minutes)'],
      ['rate(5minutes)', 'value', 'rate(5 minutes)'],
      ['rate(2147483648 days)', 'value', null],
    ],
  },
  {
    source: GUIDE,
    statement: 'at(yyyy-mm-ddThh:mm:ss), "a valid date, and a timestamp"',
    accepted: [
      ['at(2022-11-20T13:00:00)', { time: { year: 2022, month: 11, day: 20, hour: 13, minute: 0, second: 0 } }],
      ['at(2028-02-29T23:59:59)', { time: { year: 2028, month: 2, day: 29, hour: 23, minute: 59, second: 59 } }],
    ],
    refused: [
      ['at(2026-02-29T00:00:00)', 'day', null],
      ['at(2026-04-31T00:00:00)', 'day', null],
      ['at(2026-13-01T00:00:00)', 'month', null],
      ['at(2026-00-01T00:00:00)', 'month', null],
      ['at(2026-01-00T00:00:00)', 'day', null],
      ['at(2026-01-01T24:00:00)', 'hour', null],
      ['at(2026-01-01T00:60:00)', 'minute', null],
      ['at(2026-01-01T00:00:60)', 'second', null],
      ['at(2026-01-01T09:00:00Z)', 'time', 'at(2026-01-01T09:00:00)'],
      ['at(2026-01-01T09:00:00.000Z)', 'time', 'at(2026-01-01T09:00:00)'],
      ['at(2026-01-01T09:00:00+02:00)', 'time', null],
      ['at(2026-01-01T09:00)', 'time', 'at(2026-01-01T09:00:00)'],
      ['at(2026-01-01 09:00:00)', 'time', 'at(2026-01-01T09:00:00)'],
      ['at(2026-01-01)', 'time', 'at(2026-01-01T00:00:00)'],
      ['at(1-1-2026)', 'time', null],
      ['at(tomorrow)', 'time', null],
      ['at()', 'time', null],
      ['at(1969-12-31T00:00:00)', 'year', null],
    ],
  },
  {
    source: API,
    statement: 'the expression is at(...), rate(...) or cron(...), of 1 to 256 characters',
    refused: [
      ['', 'expression', null],
      ['daily', 'expression', null],
      ['@daily', 'expression', null],
      ['0 9 * * ? *', 'expression', 'cron(0 9 * * ? *)'],
      ['0 9 * * *', 'expression', 'cron(0 9 * * ? *)'],
      ['5 minutes', 'expression', 'rate(5 minutes)'],
      ['2026-01-01T09:00:00', 'expression', 'at(2026-01-01T09:00:00)'],
      ['CRON(0 9 * * ? *)', 'expression', 'cron(0 9 * * ? *)'],
      ['Rate(1 day)', 'expression', 'rate(1 day)'],
      [' cron(0 9 * * ? *)', 'expression', 'cron(0 9 * * ? *)'],
      ['cron(0 9 * * ? *) ', 'expression', 'cron(0 9 * * ? *)'],
      ['cron (0 9 * * ? *)', 'expression', 'cron(0 9 * * ? *)'],
      ['cron(0 9 * * ? *', 'expression', null],
      ['cron(0 9 * * ? *);', 'expression', 'cron(0 9 * * ? *)'],
      [`cron(${'0,'.repeat(130)}0 9 * * ? *)`, 'expression', null],
    ],
  },
  {
    source: DECISION,
    statement:
      'open in the guide, as in Quartz: wrapped ranges, steps of ranges and of *, names in any case, zeros in front, L-n, LW',
    accepted: [
      ['cron(*/5 0 * * ? *)', { minutes: range(0, 55, 5) }],
      ['cron(0-15/5 8-8 * * ? *)', { minutes: [0, 5, 10, 15], hours: [8] }],
      ['cron(0 0 1-31/30 * ? *)', on([1, 31])],
      ['cron(0 22-4/2 * * ? *)', { hours: [0, 2, 4, 22] }],
      ['cron(58-1 0 * * ? *)', { minutes: [0, 1, 58, 59] }],
      ['cron(0 0 30-2 * ? *)', on([1, 2, 30, 31])],
      ['cron(0 0 * NOV-FEB ? *)', { months: [1, 2, 11, 12] }],
      ['cron(0 0 ? * FRI-MON *)', weekdays(1, 2, 6, 7)],
      ['cron(0 0 ? * SAT-THU *)', weekdays(1, 2, 3, 4, 5, 7)],
      ['cron(0 0 ? * mon-Fri *)', weekdays(2, 3, 4, 5, 6)],
      ['cron(0 0 * jan,Feb ? *)', { months: [1, 2] }],
      ['cron(0 0 l * ? *)', { days: { kind: 'last', before: 0 } }],
      ['cron(05 08 01 02 ? *)', { minutes: [5], hours: [8], ...on([1]), months: [2] }],
      ['cron(0 0 L-2 * ? *)', { days: { kind: 'last', before: 2 } }],
      ['cron(0 0 L-30 * ? *)', { days: { kind: 'last', before: 30 } }],
      ['cron(0 0 LW * ? *)', { days: { kind: 'last-weekday' } }],
      ['cron(5,5,4 0 * * ? *)', { minutes: [4, 5] }],
      ['cron(0 0 30 2 ? *)', { ...on([30]), months: [2] }],
    ],
    refused: [
      ['cron(/5 0 * * ? *)', 'minutes', 'cron(0/5 0 * * ? *)'],
      ['cron(0/60 0 * * ? *)', 'minutes', 'cron(0 0 * * ? *)'],
      ['cron(0 0/24 * * ? *)', 'hours', 'cron(0 0 * * ? *)'],
      ['cron(005 0 * * ? *)', 'minutes', null],
      ['cron(0 0 * * ? 2030-2026)', 'year', 'cron(0 0 * * ? 2026-2030)'],
      ['cron(0 0 L-0 * ? *)', 'day-of-month', 'cron(0 0 L * ? *)'],
      ['cron(0 0 L-31 * ? *)', 'day-of-month', null],
      ['cron(0 0 L-3W * ? *)', 'day-of-month', null],
      ['cron(0 0 15W,20W * ? *)', 'day-of-month', null],
      ['cron(0 0 1-5W * ? *)', 'day-of-month', null],
      ['cron( 0 9 * * ? * )', 'minutes', 'cron(0 9 * * ? *)'],
      ['rate( 5 minutes)', 'value', 'rate(5 minutes)'],
      ['rate(05 minutes)', 'value', 'rate(5 minutes)'],
      ['rate(5 Minutes)', 'unit', 'rate(5 minutes)'],
      ['cron(0 0 ? * FRı *)', 'day-of-week', null],
      ['cron(٣ 0 * * ? *)', 'minutes', null],
    ],
  },
];

const EVERY: CronExpression = {
  kind: 'cron',
  minutes: [0],
  hours: [0],
  days: { kind: 'days', days: range(1, 31) },
  months: range(1, 12),
  years: range(1970, 2199),
};

const refusal = (text: string, dialect?: 'rule'): AlmanacError => {
  try {
    parseExpression(text, dialect);
  } catch (error) {
    if (error instanceof AlmanacError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
};

describe.each(GROUPS)('$source: $statement', ({ accepted = [], refused = [] }) => {
  if (accepted.length > 0) {
    it.each(accepted)('accepts %s', (text, meaning) => {
      const expression = parseExpression(text);
      expect(expression).toEqual({ ...(expression.kind === 'cron' ? EVERY : { kind: expression.kind }), ...meaning });
    });
  }
  if (refused.length > 0) {
    it.each(refused)('refuses %j', (text, field, suggestion) => {
      const { code, details, message } = refusal(text);
      expect({ code, field: details.field, suggestion: details.suggestion ?? null }).toEqual({
        code: 'INVALID_SCHEDULE_EXPRESSION',
        field,
        suggestion,
      });
      expect(message).toContain(`${details.reason}`);
    });
  }
});

describe('a refusal', () => {
  it('names the expression, the field, its position, where in the text it is, and why', () => {
    expect(refusal('cron(0 0 ? * MON,FRYDAY *)')).toMatchObject({
      message: expect.stringMatching(
        /^Invalid schedule expression, day-of-week \(field 5, column 18\): "FRYDAY": a number/,
      ),
      details: { expression: 'cron(0 0 ? * MON,FRYDAY *)', field: 'day-of-week', position: 5, column: 18 },
    });
    expect(refusal('at(2026-01-01T09:61:00)').details).toMatchObject({ field: 'minute', position: 5, column: 18 });
    expect(refusal('rate(5 days!)').details).toMatchObject({ field: 'unit', position: 2, column: 8 });
    expect(refusal('cron(0 1-99 * * ? *)').details).toMatchObject({ position: 2, column: 10 });
    expect(refusal('cron(0 0 ? * 2#9 *)').details).toMatchObject({ position: 5, column: 16 });
  });

  it('repeats no more of the text than an expression may have', () => {
    expect(refusal('x'.repeat(10_000)).details.expression).toHaveLength(256);
  });

  it('repairs several faults in one suggestion', () => {
    expect(refusal('0 0 * * sunday').details.suggestion).toBe('cron(0 0 ? * SUN *)');
  });

  it('comes from a table of at least 150 cases', () => {
    const cases = GROUPS.flatMap(({ accepted = [], refused = [] }) => [...accepted, ...refused].map(([text]) => text));
    expect(new Set(cases).size).toBeGreaterThanOrEqual(150);
    expect(new Set(cases).size).toBe(cases.length);
  });
});

describe('the dialect of rules', () => {
  it.each([
    ['rate(1 hours)', 'rate(1 hour)'],
    ['rate(5 hour)', 'rate(5 hours)'],
    ['rate(1 days)', 'rate(1 day)'],
    ['at(2026-01-01T09:00:00)', undefined],
  ])('refuses %s, which Scheduler takes', (text, suggestion) => {
    expect(parseExpression(text)).toBeDefined();
    expect(refusal(text, 'rule').details.suggestion).toBe(suggestion);
  });

  it.each(['rate(1 hour)', 'rate(5 minutes)', 'cron(0 9,14 * * ? *)', 'cron(0 0 ? * 2#1 *)'])('takes %s', (text) => {
    expect(parseExpression(text, 'rule')).toEqual(parseExpression(text));
  });
});

describe('whatever text comes', () => {
  const RUNS = process.env.TEST_FULL ? 100_000 : 3_000;
  const piece = fc.constantFrom(
    ...'0123456789*/-,?LW# \t()',
    'cron(',
    'rate(',
    'at(',
    'MON',
    'jan',
    '2026',
    'days',
    'constructor',
    '__proto__',
    'T',
    ':',
    '\n',
    'é',
  );
  const near = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
  const field = fc.array(fc.constantFrom(...'0123459*/-,?LW#', 'MON', 'FEB', '2026'), { minLength: 1, maxLength: 4 });
  const cron = fc
    .array(field, { minLength: 6, maxLength: 6 })
    .map((all) => `cron(${all.map((one) => one.join('')).join(' ')})`);
  const text = fc.oneof(near, cron, fc.string(), fc.string({ unit: 'binary' }));

  it('is an expression or refused with a reason, and what is suggested is valid', () => {
    fc.assert(
      fc.property(text, (given) => {
        try {
          parseExpression(given);
        } catch (error) {
          if (!(error instanceof AlmanacError)) throw error;
          const { field, position, column, reason, suggestion } = error.details;
          expect(error.code).toBe('INVALID_SCHEDULE_EXPRESSION');
          expect([typeof field, typeof position, typeof column, typeof reason]).toEqual([
            'string',
            'number',
            'number',
            'string',
          ]);
          if (suggestion !== undefined) expect(parseExpression(`${suggestion}`)).toBeDefined();
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('names values in their ranges, in order, each once', () => {
    fc.assert(
      fc.property(cron, (given) => {
        let parsed: ReturnType<typeof parseExpression>;
        try {
          parsed = parseExpression(given);
        } catch {
          return;
        }
        if (parsed.kind !== 'cron') throw new Error('a cron expression was read as something else');
        for (const [values, min, max] of [
          [parsed.minutes, 0, 59],
          [parsed.hours, 0, 23],
          [parsed.months, 1, 12],
          [parsed.years, 1970, 2199],
        ] as const) {
          expect(values.length).toBeGreaterThan(0);
          expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
          expect(Math.min(...values) >= min && Math.max(...values) <= max).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
