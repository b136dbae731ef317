import { SettableClock } from '@almanac/events/fakes';
import { telemetry } from '@almanac/lambda';
import { parseChannels } from '@almanac/schedules';
import {
  FakeGivenUp,
  FakeMails,
  FakeWebRequests,
  MemoryRunOutcomes,
  MemorySecrets,
  memoryOnce,
} from '@almanac/schedules/actions/fakes';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  AWS_REGION: 'us-east-1',
  ...Object.fromEntries(
    [
      'AWS_LAMBDA_FUNCTION_NAME',
      'RUNS_TABLE',
      'CLAIMS_TABLE',
      'DLQ_URL',
      'SIGNING_SECRET_ARN',
      'QUEUE_URL',
      'EMAIL_TOPIC_ARN',
    ].map((name) => [name, 'x']),
  ),
  NOTIFICATION_CHANNELS: '{}',
  MAX_RECEIVE_COUNT: '3',
  RETRY_DELAY_SECONDS: '10',
};
const { onNotification } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the function that notifies people', () => {
  let deps: Parameters<typeof onNotification>[0] & { outcomes: MemoryRunOutcomes; mails: FakeMails };
  let requests: FakeWebRequests;
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'info', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    }
    requests = new FakeWebRequests();
    deps = {
      telemetry: telemetry('notifier-dev'),
      channels: parseChannels('{"ntfy":{"secret_arn":"arn:ntfy","default":true},"email":{}}'),
      requestsTo: () => requests,
      mails: new FakeMails(),
      secrets: new MemorySecrets({ 'arn:ntfy': 'https://ntfy.sh/secret-topic' }),
      outcomes: new MemoryRunOutcomes(),
      givenUp: new FakeGivenUp(),
      clock: new SettableClock('2026-11-28T10:00:00Z'),
      once: memoryOnce(),
    };
    deps.outcomes.add('s1', 'r1');
  });
  const delivery = {
    messageId: 'm1',
    queue: 'q',
    number: 1,
    sentAt: new Date(0),
    remainingMs: 1000,
    signal: new AbortController().signal,
  };
  const receive = (payload: Record<string, unknown>, number = 1) => {
    const message = { idempotency_key: 'k1', schedule_id: 's1', run_id: 'r1', schedule_name: 'weekly', payload };
    return onNotification(deps, 3)(message, { ...delivery, number });
  };
  const counted = () => {
    deps.telemetry.metrics.publishStoredMetrics();
    return lines.flatMap((line) => Object.keys(line).filter((key) => /^Notification/.test(key)));
  };

  it('tells them, notes it on the run, and says so without the address', async () => {
    await receive({ action: 'send_reservation_summary', lookback_days: 7, notification_channel: ['ntfy', 'email'] });
    expect(JSON.parse(requests.sent[0]?.body ?? '')).toMatchObject({ topic: 'secret-topic', title: 'weekly' });
    expect(deps.mails.sent).toHaveLength(1);
    expect(deps.outcomes.runs.get('s1 r1')).toMatchObject({ outcome: 'succeeded' });
    expect(lines).toContainEqual(
      expect.objectContaining({ schedule_id: 's1', run_id: 'r1', channels: ['ntfy', 'email'] }),
    );
    expect(counted()).toEqual(['NotificationSucceeded']);
    expect(JSON.stringify(lines)).not.toContain('secret-topic');
  });

  it('tries again where a channel is away', async () => {
    requests.answer({ status: 500 }, { status: 200 });
    await expect(receive({ message: 'M' })).rejects.toMatchObject({ code: 'ENDPOINT_UNAVAILABLE' });
    await receive({ message: 'M' }, 2);
    expect(counted().sort()).toEqual(['NotificationRetried', 'NotificationSucceeded']);
  });

  it('says which channels there are where one is unknown', async () => {
    await receive({ message: 'M', notification_channel: 'pager' });
    expect(lines).toContainEqual(
      expect.objectContaining({
        code: 'UNKNOWN_CHANNEL',
        message: expect.stringContaining('configured are ntfy, email'),
      }),
    );
    expect(counted()).toEqual(['NotificationFailed']);
  });
});
