import {
  FakeAlerts,
  FakeCatalog,
  FakeCostEvents,
  FakeCurated,
  FakeDailyCosts,
  FakeLanding,
  FakePublishQueue,
  MemoryLedger,
} from '@almanac/cur/fakes';
import { fixedClock } from '@almanac/kernel';
import { telemetry } from '@almanac/lambda';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'cur-publish-dev',
  AWS_REGION: 'us-east-1',
  EXPECTED_REPORTS: '',
  SHADOW_REPORT_PREFIXES: '',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(
    ['CURATED_BUCKET', 'LEDGER_TABLE', 'COST_DAILY_TABLE', 'QUEUE_URL', 'ALERTS_TOPIC_ARN'].map((name) => [name, 'x']),
  ),
  ...Object.fromEntries(
    ['COST_BUS_NAME', 'OUTBOX_QUEUE_URL', 'GLUE_DATABASE', 'GLUE_TABLE'].map((name) => [name, 'x']),
  ),
  ...Object.fromEntries(['MAX_RECEIVE_COUNT', 'HEARTBEAT_SECONDS', 'RETRY_DELAY_SECONDS'].map((name) => [name, '3'])),
};
const { onFailedTry, onPublishRequest } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

const request = { report: 'bill.csv', billingPeriod: '2024-02', cause: 'c', correlationId: 'event-1' };

const { signal } = new AbortController();

describe('the publisher', () => {
  let ledger: MemoryLedger;
  let deps: Parameters<typeof onPublishRequest>[0] & { alerts: FakeAlerts; events: FakeCostEvents };
  let lines: string[];
  beforeEach(async () => {
    lines = [];
    for (const level of ['log', 'info', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)));
    }
    ledger = new MemoryLedger();
    deps = {
      telemetry: telemetry('cur-publish-dev'),
      expectedReports: new Set(),
      ledger: ledger.publicationSide,
      curated: new FakeCurated(),
      catalog: new FakeCatalog(),
      dailyCosts: new FakeDailyCosts(),
      queue: new FakePublishQueue(),
      shadowReportPrefixes: [],
      alerts: new FakeAlerts(),
      events: new FakeCostEvents(),
      clock: fixedClock('2024-03-01T00:00:09Z'),
    };
    const version = new FakeLanding().upload('bill.csv', 'x');
    await ledger.objectSide.receive(version, { messageId: 'm', number: 1 });
    await deps.curated.saveAggregates({ report: 'bill.csv', billingPeriod: '2024-02', deliveryId: version.id }, 1, []);
    await ledger.objectSide.adopt(version, {
      format: 'cur-legacy',
      sha256: 'x',
      rows: 0,
      uncompressedBytes: 0,
      amortized: 'full',
      warnings: [],
      totals: {},
      periods: { '2024-02': { rows: 0, totals: {} } },
      payers: [],
      lastModified: '2024-03-01T00:00:00Z',
      parseMs: 1,
    });
  });

  it('publishes once, tells people and machines once, and measures from upload to published', async () => {
    await onPublishRequest(deps)(request, { signal });
    await onPublishRequest(deps)(request, { signal });
    expect(deps.alerts.sent).toHaveLength(1);
    expect(deps.events.published).toEqual([
      expect.objectContaining({
        report: 'bill.csv',
        metadata: expect.objectContaining({ correlationId: 'event-1', causationId: expect.any(String) }),
      }),
    ]);
    deps.telemetry.metrics.publishStoredMetrics();
    const emf = lines.map((line) => JSON.parse(line)).find((line) => line._aws);
    expect(emf).toMatchObject({
      service: 'cur-publish-dev',
      DeliveriesPublished: 1,
      PublishWrites: 0,
      SecondsToPublished: 8,
    });
  });

  it('counts a report whose silence is listened to, in a metric of its own', async () => {
    await onPublishRequest({ ...deps, expectedReports: new Set(['bill.csv']) })(request, { signal });
    const metric = lines.map((line) => JSON.parse(line)).find((line) => line.ReportPublished);
    expect(metric).toMatchObject({ service: 'cur-publish-dev', report: 'bill.csv', ReportPublished: 1 });
    expect(metric._aws.CloudWatchMetrics[0].Dimensions).toEqual([expect.arrayContaining(['service', 'report'])]);
  });

  it('keeps the reason of a failure, and tells of it on the last try', async () => {
    const delivery = {
      messageId: 'm1',
      queue: 'q',
      number: 3,
      sentAt: new Date('2024-03-01T00:00:00Z'),
      signal: new AbortController().signal,
      remainingMs: 30_000,
    };
    const error = { code: 'DYNAMODB_THROTTLED', message: 'DynamoDB kept refusing writes', details: {} };
    await onFailedTry(deps)({ delivery, message: request, error, final: false });
    expect(deps.alerts.sent).toEqual([]);
    await onFailedTry(deps)({ delivery, message: request, error, final: true });
    expect(deps.alerts.sent).toHaveLength(1);
    expect(ledger.failures.get('m1')).toMatchObject({ code: 'DYNAMODB_THROTTLED', period: { report: 'bill.csv' } });
  });
});
