import { fileDownloadCompleted } from '@almanac/contracts';
import { parseEnvelope } from '@almanac/events';
import {
  FakeNotifications,
  FakeQuarantine,
  MemoryClaims,
  MemoryHandledEvents,
  SettableClock,
} from '@almanac/events/fakes';
import { event, telemetry } from '@almanac/lambda';
import { busEvent, lambdaContext } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'media-notify-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(
    ['HANDLED_EVENTS_TABLE', 'QUARANTINE_QUEUE_URL', 'MEDIA_WORK_TABLE', 'NOTIFICATIONS_TOPIC_ARN'].map((name) => [
      name,
      'x',
    ]),
  ),
};
const { fileNotifications } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the consumer that tells people of files', () => {
  let deps: Parameters<typeof fileNotifications>[0] & { notifications: FakeNotifications };
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    jest.spyOn(console, 'info').mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    const clock = new SettableClock('2026-11-24T10:00:01Z');
    deps = {
      telemetry: telemetry('media-notify-dev'),
      handled: new MemoryHandledEvents(clock),
      quarantine: new FakeQuarantine(),
      clock,
      notifications: new FakeNotifications(),
      sendings: new MemoryClaims(clock, (key: string) => key),
    };
  });
  const receive = (delivered: unknown) =>
    event({ ...fileNotifications(deps), parse: parseEnvelope })(delivered, lambdaContext());
  const outcomes = () => lines.map(({ outcome }) => outcome);

  it('tells of a file once, however often it is downloaded', async () => {
    for (const id of ['e1', 'e2']) await receive(busEvent(fileDownloadCompleted, { id }));
    expect(deps.notifications.sent).toEqual([
      {
        ...{ key: expect.stringMatching(/^[0-9a-f]{24}$/), type: 'file-downloaded', fileId: 'dQw4w9WgXcQ' },
        ...{ s3Key: 'videos/dQw4w9WgXcQ.mp4', size: 1048576, contentType: 'video/mp4' },
        ...{ completedAt: '2026-11-24T10:00:00.000Z', correlationId: 'e1' },
      },
    ]);
    expect(outcomes()).toEqual(['handled', 'handled']);
  });

  it('lets Lambda try again where the topic does not answer', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const away = { send: () => Promise.reject(new Error('SNS is away')) };
    const failing = event({ ...fileNotifications({ ...deps, notifications: away }), parse: parseEnvelope });
    await expect(failing(busEvent(fileDownloadCompleted), lambdaContext())).rejects.toThrow('SNS is away');
    await receive(busEvent(fileDownloadCompleted));
    expect(deps.notifications.sent).toHaveLength(1);
  });
});
