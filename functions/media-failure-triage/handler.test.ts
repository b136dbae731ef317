import { fileDownloadFailed } from '@almanac/contracts';
import { parseEnvelope } from '@almanac/events';
import {
  FakeIssues,
  FakeMediaAlerts,
  FakeQuarantine,
  FakeRetryRequests,
  MemoryClaims,
  MemoryHandledEvents,
  MemoryRetries,
  SettableClock,
} from '@almanac/events/fakes';
import { onEvent, telemetry } from '@almanac/lambda';
import { busEvent } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'media-failure-triage-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(
    [
      'HANDLED_EVENTS_TABLE',
      'QUARANTINE_QUEUE_URL',
      'MEDIA_WORK_TABLE',
      'QUEUE_URL',
      'ALERTS_TOPIC_ARN',
      'RETRY_REQUESTS_QUEUE_URL',
    ].map((name) => [name, 'x']),
  ),
  ...Object.fromEntries(
    ['MAX_RECEIVE_COUNT', 'RETRY_DELAY_SECONDS', 'RETRY_LIMIT', 'RETRY_BASE_SECONDS'].map((name) => [name, '3']),
  ),
};
const { failureTriage } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the consumer that looks at failed downloads', () => {
  let deps: Parameters<typeof failureTriage>[0] & { retryRequests: FakeRetryRequests; alerts: FakeMediaAlerts };
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    jest.spyOn(console, 'info').mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    const clock = new SettableClock('2026-11-24T10:00:01Z');
    deps = {
      telemetry: telemetry('media-failure-triage-dev'),
      handled: new MemoryHandledEvents(clock),
      quarantine: new FakeQuarantine(),
      clock,
      retries: new MemoryRetries(),
      retryRequests: new FakeRetryRequests(),
      alerts: new FakeMediaAlerts(),
      sendings: new MemoryClaims(clock, (key: string) => key),
      retryLimit: 2,
      retryBaseSeconds: 60,
    };
  });
  const receive = (event: unknown) => onEvent(failureTriage(deps))(parseEnvelope(event), { remainingMs: 1000 });
  const outcomes = () => lines.map(({ outcome }) => outcome);
  const failure = (id: string, errorCode?: string) => {
    const { errorCode: _, ...rest } = fileDownloadFailed.example;
    return busEvent(fileDownloadFailed, { id, detail: { ...rest, ...(errorCode !== undefined && { errorCode }) } });
  };

  it('asks for another try where that may help, each later than the one before, and then tells people', async () => {
    for (const id of ['e1', 'e1', 'e2', 'e3']) await receive(failure(id, 'HTTP_503'));
    const [first, second, ...more] = deps.retryRequests.sent;
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      fileId: 'dQw4w9WgXcQ',
      attempt: 1,
      limit: 2,
      causationId: 'e1',
      correlationId: 'e1',
    });
    expect(second).toMatchObject({ attempt: 2, errorCode: 'HTTP_503', causationId: 'e2' });
    expect(first?.delaySeconds).toBeGreaterThanOrEqual(30);
    expect(first?.delaySeconds).toBeLessThanOrEqual(60);
    expect(second?.delaySeconds).toBeGreaterThanOrEqual(60);
    expect(second?.delaySeconds).toBeLessThanOrEqual(120);
    expect(deps.alerts.sent).toMatchObject([{ type: 'file-download-failed', retries: 2, errorCode: 'HTTP_503' }]);
    expect(outcomes()).toEqual(['handled', 'duplicate', 'handled', 'handled']);
  });

  it.each(['VIDEO_UNAVAILABLE', undefined])('tells people at once of code %s', async (code) => {
    await receive(failure('e1', code));
    expect(deps.retryRequests.sent).toEqual([]);
    expect(deps.alerts.sent).toMatchObject([
      { retries: 0, error: 'Video unavailable', failedAt: '2026-11-24T08:31:00.000Z' },
    ]);
  });

  it('opens one issue for each file and code, where a repository is configured', async () => {
    const issues = new FakeIssues();
    deps = { ...deps, issues };
    for (const id of ['e1', 'e2']) await receive(failure(id, 'VIDEO_UNAVAILABLE'));
    expect(issues.opened).toEqual([
      expect.objectContaining({
        title: 'Download of dQw4w9WgXcQ failed: VIDEO_UNAVAILABLE',
        body: expect.stringContaining('Event e1'),
      }),
    ]);
    expect(deps.alerts.sent).toHaveLength(2);
  });
});
