import { DEFAULT_READ_LIMITS } from '@almanac/cur';
import {
  FakeAlerts,
  FakeCostEvents,
  FakeCurated,
  FakeLanding,
  FakeLandingQueue,
  FakePublishQueue,
  MemoryLedger,
} from '@almanac/cur/fakes';
import { fixedClock } from '@almanac/kernel';
import { parseS3Event, telemetry } from '@almanac/lambda';
import { objectCreated, objectDeleted } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'etl-aws-cur-parser-dev',
  AWS_REGION: 'us-east-1',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(
    [
      'CURATED_BUCKET',
      'LEDGER_TABLE',
      'QUEUE_URL',
      'PUBLISH_QUEUE_URL',
      'ALERTS_TOPIC_ARN',
      'COST_BUS_NAME',
      'OUTBOX_QUEUE_URL',
    ].map((name) => [name, 'x']),
  ),
  ...Object.fromEntries(
    ['MAX_RECEIVE_COUNT', 'HEARTBEAT_SECONDS', 'RETRY_DELAY_SECONDS', 'MAX_LINE_BYTES', 'MAX_UNCOMPRESSED_BYTES'].map(
      (name) => [name, '3'],
    ),
  ),
};
const { onFailedTry, onS3Event } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

const CSV =
  'lineItem/UsageAccountId,lineItem/ProductCode,lineItem/UsageStartDate,lineItem/UnblendedCost\n1,AmazonS3,2024-02-01,1.5\n';
const delivery = (number = 1) => ({
  messageId: 'm1',
  queue: 'q',
  number,
  signal: new AbortController().signal,
  remainingMs: 30_000,
  sentAt: new Date('2024-03-01T00:00:00Z'),
});

describe('the parser', () => {
  let deps: Parameters<typeof onS3Event>[0] & {
    landing: FakeLanding;
    queue: FakePublishQueue;
    alerts: FakeAlerts;
    events: FakeCostEvents;
  };
  let ledger: MemoryLedger;
  let lines: string[];
  beforeEach(() => {
    ledger = new MemoryLedger();
    lines = [];
    for (const level of ['log', 'info', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)));
    }
    deps = {
      telemetry: telemetry('etl-aws-cur-parser'),
      landing: new FakeLanding(),
      curated: new FakeCurated(),
      ledger: ledger.objectSide,
      deliveries: ledger.deliverySide,
      landingQueue: new FakeLandingQueue(),
      queue: new FakePublishQueue(),
      alerts: new FakeAlerts(),
      events: new FakeCostEvents(),
      clock: fixedClock('2024-03-01T00:00:00Z'),
      limits: DEFAULT_READ_LIMITS,
    };
  });

  const created = (content = CSV) => {
    const { key, etag, sequencer, sizeBytes } = deps.landing.upload('bill.csv', content);
    return parseS3Event(JSON.stringify(objectCreated({ key, etag, sequencer, size: sizeBytes })));
  };

  it('turns an upload into a publish request, and counts files, rows and bytes', async () => {
    await onS3Event(deps)(created(), delivery());
    expect(deps.queue.requests).toEqual([
      expect.objectContaining({ report: 'bill.csv', billingPeriod: '2024-02', correlationId: 'event-1' }),
    ]);
    deps.telemetry.metrics.publishStoredMetrics();
    const emf = lines.map((line) => JSON.parse(line)).find((line) => line._aws);
    expect(emf).toMatchObject({
      service: 'etl-aws-cur-parser',
      FilesParsed: 1,
      RowsParsed: 1,
      BytesParsed: CSV.length,
    });
  });

  it('asks again to publish what a deletion takes back, but leaves tidying lifecycle rules alone', async () => {
    await onS3Event(deps)(created(), delivery());
    const deletion = (reason: string) => parseS3Event(JSON.stringify(objectDeleted({ sequencer: 'FF', reason })));
    await onS3Event(deps)(deletion('Lifecycle Expiration'), delivery());
    expect(deps.queue.requests).toHaveLength(1);
    await onS3Event(deps)(deletion('DeleteObject'), delivery());
    expect(deps.queue.requests).toHaveLength(2);
  });

  it('tells of a failed file once, on its last try', async () => {
    const message = created('nonsense');
    await expect(onS3Event(deps)(message, delivery())).rejects.toMatchObject({ code: 'NOT_A_REPORT' });
    const error = { code: 'NOT_A_REPORT', message: 'no header', details: {} };
    await onFailedTry(deps)({ delivery: delivery(1), message, error, final: false });
    expect(deps.alerts.sent).toEqual([]);
    await onFailedTry(deps)({ delivery: delivery(3), message, error, final: true });
    await onFailedTry(deps)({ delivery: delivery(3), message, error, final: true });
    expect(deps.alerts.sent).toEqual([expect.objectContaining({ type: 'failed' })]);
    expect(deps.events.failed).toEqual([
      expect.objectContaining({ key: 'bill.csv', code: 'NOT_A_REPORT', attempts: 3 }),
    ]);
  });
});
