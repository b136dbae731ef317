import { describe, expect, it } from '@jest/globals';
import { listed } from '../records/listed.ts';
import type { Schedule } from '../records/schedule.ts';
import { findMissedRuns } from './missed-runs.ts';
import { RunWorld } from './run-world.ts';
import { sampleSchedule } from './sample-schedule.ts';

const { schedule_id, name } = sampleSchedule();
const from = new Date('2026-11-28T08:00:00Z');
const to = new Date('2026-11-28T10:00:00Z');

describe('missed runs', () => {
  const missed = async (changes: Partial<Schedule>, noted: readonly string[] = [], grace = 10) => {
    const world = new RunWorld('2026-11-28T10:00:00Z');
    for (const run_id of noted)
      await world.history.begin({ schedule_id, run_id, planned_time: run_id, manual: false }, 1);
    const store = listed([sampleSchedule(changes)]);
    const found = await findMissedRuns({ store, history: world.history })(from, to, grace);
    return found.map(({ planned_time }) => planned_time.slice(11, 16));
  };

  it('are those that were planned and of which nothing is noted', async () => {
    const half = { schedule_expression: 'cron(0/30 * * * ? *)' };
    expect(await missed(half, ['2026-11-28T08:30:00Z', '2026-11-28T09:00:00Z'])).toEqual(['08:00', '09:30']);
    const all = ['08:00', '08:30', '09:00', '09:30'].map((time) => `2026-11-28T${time}:00Z`);
    expect(await missed(half, all)).toEqual([]);
    const store = listed([sampleSchedule()]);
    const { history } = new RunWorld('2026-11-28T10:00:00Z');
    expect(await findMissedRuns({ store, history })(from, to, 10)).toEqual([
      { schedule_id, name, planned_time: '2026-11-28T09:00:00Z' },
    ]);
  });

  it('are none while a run may still come', async () => {
    expect(await missed({ schedule_expression: 'cron(50 9 * * ? *)' })).toEqual(['09:50']);
    expect(await missed({ schedule_expression: 'cron(51 9 * * ? *)' })).toEqual([]);
    expect(await missed({ schedule_expression: 'cron(30 9 * * ? *)', flexible_window_minutes: 30 })).toEqual([]);
  });

  it('are found behind a flexible window that is longer than the time looked at', async () => {
    const ofTheNight = { schedule_expression: 'cron(0 0/2 * * ? *)', flexible_window_minutes: 240 };
    expect(await missed(ofTheNight)).toEqual(['04:00']);
    expect(await missed(ofTheNight, ['2026-11-28T04:00:00Z'])).toEqual([]);
  });

  it('are none of times before the schedule was as it is, nor of schedules that are not active', async () => {
    expect(await missed({ updated_date: '2026-11-28T08:59:30.000Z' })).toEqual([]);
    expect(await missed({ updated_date: '2026-11-28T08:58:59.000Z' })).toEqual(['09:00']);
    expect(await missed({ status: 'paused' })).toEqual([]);
  });
});
