import { fileDownloadCompleted, fileDownloadFailed, fileMetadataReady } from '@almanac/contracts';
import { parseEnvelope } from '@almanac/events';
import { FakeQuarantine, MemoryDownloadCounts, MemoryHandledEvents, SettableClock } from '@almanac/events/fakes';
import { onEvent, telemetry } from '@almanac/lambda';
import { busEvent } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'media-analytics-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(
    ['HANDLED_EVENTS_TABLE', 'QUARANTINE_QUEUE_URL', 'MEDIA_WORK_TABLE', 'QUEUE_URL'].map((name) => [name, 'x']),
  ),
  ...Object.fromEntries(['MAX_RECEIVE_COUNT', 'RETRY_DELAY_SECONDS'].map((name) => [name, '3'])),
};
const { downloadCounts } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the consumer that counts downloads', () => {
  let deps: Parameters<typeof downloadCounts>[0] & { counts: MemoryDownloadCounts };
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    jest.spyOn(console, 'info').mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    const clock = new SettableClock('2026-11-24T10:00:01Z');
    deps = {
      telemetry: telemetry('media-analytics-dev'),
      handled: new MemoryHandledEvents(clock),
      quarantine: new FakeQuarantine(),
      clock,
      counts: new MemoryDownloadCounts(),
    };
  });
  const receive = (event: unknown) => onEvent(downloadCounts(deps))(parseEnvelope(event), { remainingMs: 1000 });
  const outcomes = () => lines.map(({ outcome }) => outcome);

  it("counts each download once, under its file's channel as soon as that is known", async () => {
    const completed = busEvent(fileDownloadCompleted, { id: 'e1' });
    const failed = busEvent(fileDownloadFailed, { id: 'e2' });
    for (const event of [completed, completed, failed]) await receive(event);
    const day = '2026-11-24';
    expect(deps.counts.counters).toEqual([
      { day, channel: 'unknown', contentType: 'unknown', completed: 0, failed: 1, bytes: 0n },
      { day, channel: 'unknown', contentType: 'video/mp4', completed: 1, failed: 0, bytes: 1048576n },
    ]);
    await receive(busEvent(fileMetadataReady, { id: 'e3' }));
    expect(deps.counts.counters).toEqual([
      { day, channel: 'mountaindays', contentType: 'video/mp4', completed: 1, failed: 1, bytes: 1048576n },
    ]);
    expect(outcomes()).toEqual(['handled', 'duplicate', 'handled', 'handled']);
  });
});
