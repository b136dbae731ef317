import { fixedClock } from '@almanac/kernel';
import { telemetry } from '@almanac/lambda';
import type { Schedule } from '@almanac/schedules';
import { MemoryRunHistory, sampleSchedule } from '@almanac/schedules/running/fakes';
import { afterAll, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'schedule-watch-dev',
  AWS_REGION: 'us-east-1',
  SCHEDULES_TABLE: 'x',
  SCHEDULE_CLAIMS_TABLE: 'x',
  SCHEDULE_AUDIT_TABLE: 'x',
  SCHEDULE_RUNS_TABLE: 'x',
  GRACE_MINUTES: '15',
  WINDOW_MINUTES: '60',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
};
const { onRun } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the watch of schedules', () => {
  const lines: Record<string, unknown>[] = [];
  for (const level of ['log', 'info', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(String(line))));
  }
  const look = async (schedules: readonly Schedule[]) => {
    lines.length = 0;
    const clock = fixedClock('2026-11-28T10:00:00Z');
    const watchTelemetry = telemetry('schedule-watch-dev');
    const store = { page: async () => ({ items: schedules }) };
    const history = new MemoryRunHistory(clock);
    await onRun({ telemetry: watchTelemetry, store, history, clock, graceMinutes: 15, windowMinutes: 60 })();
    watchTelemetry.metrics.publishStoredMetrics();
    return lines.find((line) => '_aws' in line);
  };

  it('counts runs that did not happen, and names each', async () => {
    const { schedule_id } = sampleSchedule();
    expect(await look([sampleSchedule()])).toMatchObject({ ScheduleRunsMissed: 1, service: 'schedule-watch-dev' });
    const line = { message: 'run missed', schedule_id, planned_time: '2026-11-28T09:00:00Z' };
    expect(lines).toContainEqual(expect.objectContaining(line));
  });

  it('says 0 where there are none, so that silence means something', async () => {
    expect(await look([])).toMatchObject({ ScheduleRunsMissed: 0 });
  });
});
