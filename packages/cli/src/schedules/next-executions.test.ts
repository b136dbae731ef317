import { describe, expect, it } from '@jest/globals';
import { nextExecutions } from './next-executions.ts';
import { sampleSchedule } from './sample-schedule.ts';

const now = new Date('2026-11-28T19:00:30Z');
const runs = (fields: Parameters<typeof sampleSchedule>[0], count = 2) =>
  nextExecutions(sampleSchedule(fields), now, count).next_executions;

describe('the next runs of a schedule', () => {
  it('are those of its expression in its zone', () => {
    expect(runs({})).toEqual(['2026-11-29T11:00:00Z', '2026-11-30T11:00:00Z']);
  });

  it('of a rate are in step with the next run that the API tells', () => {
    const rate = { schedule_expression: 'rate(2 hours)', next_execution: '2026-11-28T20:15:00Z' };
    expect(runs(rate)).toEqual(['2026-11-28T20:15:00Z', '2026-11-28T22:15:00Z']);
    expect(runs({ ...rate, start_date: '2026-11-28T12:15:00Z', end_date: '2026-11-28T21:00:00Z' })).toEqual([
      '2026-11-28T20:15:00Z',
    ]);
  });

  it('are none where the schedule has none', () => expect(runs({ next_execution: null })).toEqual([]));
});
