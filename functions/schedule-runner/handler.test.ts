import { AlmanacError } from '@almanac/kernel';
import { telemetry } from '@almanac/lambda';
import type { RunMessage, Schedule } from '@almanac/schedules';
import { RunWorld } from '@almanac/schedules/running/fakes';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
const NAMES = [
  ...['QUEUE_URL', 'SCHEDULES_TABLE', 'SCHEDULE_CLAIMS_TABLE', 'SCHEDULE_AUDIT_TABLE', 'SCHEDULE_RUNS_TABLE'],
  ...['SCHEDULE_GROUP', 'SCHEDULER_ROLE_ARN', 'RUNS_QUEUE_ARN', 'SCHEDULER_DLQ_ARN', 'SCHEDULES_KEY_ARN'],
  ...[
    'SCHEDULES_BUS_NAME',
    'OUTBOX_QUEUE_URL',
    'WEB_ACTIONS_TOPIC_ARN',
    'NOTIFICATIONS_TOPIC_ARN',
    'COMMAND_TOPIC_ARN',
    'TOPICS_TABLE',
    'TOPIC_SCHEDULES_TABLE',
  ],
];
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'schedule-runner-dev',
  AWS_REGION: 'us-east-1',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(NAMES.map((name) => [name, 'x'])),
  MAX_RECEIVE_COUNT: '3',
  RETRY_DELAY_SECONDS: '3',
  ...{ ALLOWED_TARGETS: '', SCHEDULES_PER_CALLER: '5', WRITES_PER_MINUTE: '5', SHORTEST_INTERVAL_SECONDS: '60' },
};
const { onFailedTry, onRunMessage } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

const delivery = {
  ...{ messageId: 'm', queue: 'schedule-runs-dev', number: 3, remainingMs: 30_000 },
  sentAt: new Date('2026-11-28T09:00:01Z'),
  signal: new AbortController().signal,
};

describe('the runner of schedules', () => {
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    }
  });
  const setup = (changes: Partial<Schedule> = {}) => {
    const world = new RunWorld('2026-11-28T09:00:01.500Z', changes);
    const deps = { ...world.deps, telemetry: telemetry('schedule-runner-dev') };
    const message: RunMessage = {
      kind: 'schedule',
      schedule_id: world.schedule.schedule_id,
      scheduled_time: '2026-11-28T09:00:00Z',
      execution_id: 'e',
    };
    return { world, deps, message };
  };
  const metric = (name: string) => lines.find((line) => '_aws' in line && name in line);

  it('counts runs by their outcome, and measures how late they are', async () => {
    const { deps, message } = setup({ payload: { token: 'secret-value' } });
    await onRunMessage(deps)(message, delivery);
    deps.telemetry.metrics.publishStoredMetrics();
    expect(metric('ScheduleRuns')).toMatchObject({
      outcome: 'published',
      ScheduleRuns: 1,
      service: 'schedule-runner-dev',
    });
    expect(metric('RunLatency')).toMatchObject({ RunLatency: 1_500 });
    await onRunMessage(deps)(message, delivery);
    expect(lines.filter((line) => line.message === 'run handled').map(({ outcome }) => outcome)).toEqual([
      'published',
      'repeated',
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret-value');
  });

  it('counts a run that failed for good, by its condition or by its last try', async () => {
    const broken = setup({ condition: { equals: [1, 1] } });
    await onRunMessage(broken.deps)(broken.message, delivery);
    broken.deps.telemetry.metrics.publishStoredMetrics();
    expect(metric('RunFailures')).toMatchObject({ RunFailures: 1 });

    lines.length = 0;
    const { world, deps, message } = setup();
    const error = new AlmanacError('TOPIC_NOT_FOUND', 'There is no such topic');
    const topics = { publish: () => Promise.reject(error) };
    await expect(onRunMessage({ ...deps, topics })(message, delivery)).rejects.toThrow('no such topic');
    await onFailedTry(deps)({ delivery, message, error, final: false });
    expect(world.events.told).toEqual([]);
    await onFailedTry(deps)({ delivery, message, error, final: true });
    expect(world.events.told).toMatchObject([{ name: 'ScheduleRunFailed', code: 'TOPIC_NOT_FOUND' }]);
    deps.telemetry.metrics.publishStoredMetrics();
    expect(metric('RunFailures')).toMatchObject({ RunFailures: 1 });
  });

  it('says of a schedule that is not there that it is not', async () => {
    const { deps, message } = setup();
    await onRunMessage(deps)({ ...message, schedule_id: 'sched_other' }, delivery);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'run of a schedule that is not there' }));
  });
});
