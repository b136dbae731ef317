import { type BusEntry, outboxBody, parseOutboxBody } from '@almanac/events';
import { FakeEventBus } from '@almanac/events/publishing/fakes';
import { queue, telemetry } from '@almanac/lambda';
import { lambdaContext, sqsEvent } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'event-outbox-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...{
    QUEUE_URL: 'x',
    COST_BUS_NAME: 'x',
    MEDIA_BUS_NAME: 'x',
    SCHEDULES_BUS_NAME: 'x',
    MAX_RECEIVE_COUNT: '3',
    RETRY_DELAY_SECONDS: '3',
  },
};
const { onEntry, onFailedTry } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

const entry = (id: string): BusEntry => ({
  ...{ id, bus: 'media', source: 's', detailType: 'FileDownloadStarted', detail: '{}', time: '2026-11-24T10:00:00Z' },
});

describe('the outbox', () => {
  let lines: string[];
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)));
    }
  });

  const worldOf = (bus: FakeEventBus) => {
    const deps = { bus, telemetry: telemetry('event-outbox-dev') };
    const handler = queue({
      ...{ telemetry: deps.telemetry, parse: parseOutboxBody, onMessage: onEntry(deps), onFailure: onFailedTry(deps) },
      ...{ changeVisibility: async () => undefined, maxReceiveCount: 3, retryDelaySeconds: 1 },
    });
    return { deps, handler };
  };
  const counted = (name: string) =>
    lines
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
      .filter((line) => line[name] !== undefined);

  it('sends what waits, and counts it by its type', async () => {
    const { deps, handler } = worldOf(new FakeEventBus());
    const event = sqsEvent({ body: outboxBody(entry('a')) }, { body: outboxBody(entry('b')), messageId: 'm2' });
    expect(await handler(event, lambdaContext())).toEqual({ batchItemFailures: [] });
    expect(deps.bus.arrived).toEqual([entry('a'), entry('b')]);
    expect(counted('EventsPublished')).toHaveLength(2);
    expect(counted('EventsPublished')[0]).toMatchObject({ event_type: 'FileDownloadStarted', EventsPublished: 1 });
  });

  it('keeps only what fails, and counts it at its last try', async () => {
    const bus = new FakeEventBus();
    const put = bus.put.bind(bus);
    bus.put = async (entries) => (entries[0]?.id === 'a' ? Promise.reject(new Error('ECONNREFUSED')) : put(entries));
    const { handler } = worldOf(bus);
    const first = { body: outboxBody(entry('a')), messageId: 'm1', receiveCount: 3 };
    const event = sqsEvent(first, { body: outboxBody(entry('b')), messageId: 'm2' }, { body: '{}', messageId: 'm3' });
    expect(await handler(event, lambdaContext())).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }],
    });
    expect(bus.arrived).toEqual([entry('b')]);
    expect(counted('EventsNotSent')).toHaveLength(1);
    expect(lines.join()).toContain('EventBridge did not take FileDownloadStarted a');
  });
});
