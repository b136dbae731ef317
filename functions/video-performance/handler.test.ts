import { videoPublished } from '@almanac/contracts';
import { parseEnvelope } from '@almanac/events';
import { FakeQuarantine, MemoryHandledEvents, SettableClock } from '@almanac/events/fakes';
import { onEvent, telemetry } from '@almanac/lambda';
import { MemoryPerformance } from '@almanac/schedules/topics/fakes';
import { busEvent } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'video-performance-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(
    ['HANDLED_EVENTS_TABLE', 'QUARANTINE_QUEUE_URL', 'TOPIC_PERFORMANCE_TABLE', 'QUEUE_URL'].map((name) => [name, 'x']),
  ),
  ...Object.fromEntries(['MAX_RECEIVE_COUNT', 'RETRY_DELAY_SECONDS'].map((name) => [name, '3'])),
};
const { videoPerformance } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the consumer that notes how videos do', () => {
  let deps: Parameters<typeof videoPerformance>[0] & { performance: MemoryPerformance; quarantine: FakeQuarantine };
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    jest.spyOn(console, 'info').mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    const clock = new SettableClock('2026-11-24T10:00:01Z');
    deps = {
      telemetry: telemetry('video-performance-dev'),
      handled: new MemoryHandledEvents(clock),
      quarantine: new FakeQuarantine(),
      clock,
      performance: new MemoryPerformance(),
    };
  });
  const receive = (event: unknown) => onEvent(videoPerformance(deps))(parseEnvelope(event), { remainingMs: 1000 });

  it('counts an event once, and takes the latest figures of a video', async () => {
    const first = busEvent(videoPublished, { id: 'e1' });
    for (const event of [first, first]) await receive(event);
    expect(lines.map(({ outcome }) => outcome)).toEqual(['handled', 'duplicate']);
    const [kept] = [...deps.performance.videos.values()];
    expect(JSON.parse(JSON.stringify(kept))).toMatchObject({
      ...{ topicId: 'investing-beginners-001', videoId: 'dQw4w9WgXcQ', hour: 9, views: 1520, eventId: 'e1' },
      ...{ engagement: '0.083', costPerVideo: '0.85', measuredAt: '2026-11-29T09:42:10.000Z' },
    });
    expect(deps.performance.videos.size).toBe(1);
  });

  it('puts an event whose numbers are no decimals into quarantine', async () => {
    const event = busEvent(videoPublished, { id: 'e2' });
    await receive({ ...event, detail: { ...event.detail, costPerVideo: '1e5' } });
    expect(deps.quarantine.records.map(({ errors }) => errors[0]?.path)).toEqual(['detail.costPerVideo']);
    expect(deps.performance.videos.size).toBe(0);
  });
});
