import { FakeCatalog, FakeCurated, FakePublishQueue, MemoryLedger } from '@almanac/cur/fakes';
import { fixedClock } from '@almanac/kernel';
import { telemetry } from '@almanac/lambda';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'cur-cleanup-dev',
  AWS_REGION: 'us-east-1',
  RETENTION_DAYS: '30',
  SHADOW_REPORT_PREFIXES: '',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(
    ['CURATED_BUCKET', 'LEDGER_TABLE', 'PUBLISH_QUEUE_URL', 'GLUE_DATABASE', 'GLUE_TABLE'].map((name) => [name, 'x']),
  ),
};
const { onRun } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

const run = { correlationId: 'event-1', signal: new AbortController().signal };
const delivery = { report: 'bill.csv', billingPeriod: '2024-02', deliveryId: 'd1' };

describe('the cleanup', () => {
  let deps: Parameters<typeof onRun>[0] & { curated: FakeCurated };
  let lines: string[];
  beforeEach(async () => {
    lines = [];
    for (const level of ['log', 'info', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)));
    }
    const ledger = new MemoryLedger(fixedClock('2024-03-01T00:00:00Z'));
    ledger.stage(delivery, 'superseded');
    deps = {
      telemetry: telemetry('cur-cleanup-dev'),
      ledger: ledger.cleaningSide,
      publications: ledger.publicationSide,
      curated: new FakeCurated(),
      catalog: new FakeCatalog(),
      queue: new FakePublishQueue(),
      clock: fixedClock('2024-04-01T00:00:00Z'),
      retentionDays: 30,
      shadowReportPrefixes: [],
    };
    const part = deps.curated.openPart(delivery, 1);
    await part.write(Buffer.from('12345'));
    await part.close();
  });

  const metrics = () => {
    deps.telemetry.metrics.publishStoredMetrics();
    return lines.map((line) => JSON.parse(line)).find((line) => line._aws);
  };

  it('measures what it freed, and that it has been there', async () => {
    await onRun(deps)(run);
    expect(metrics()).toMatchObject({
      service: 'cur-cleanup-dev',
      DeliveriesCleaned: 1,
      ObjectsDeleted: 1,
      BytesFreed: 5,
      CleanupsDone: 1,
    });
  });

  it('is an error where something could not be cleaned, and says what', async () => {
    const dropPartition = () => Promise.reject(new Error('no leave'));
    await expect(onRun({ ...deps, catalog: { dropPartition } })(run)).rejects.toThrow(
      expect.objectContaining({
        code: 'CLEANUP_INCOMPLETE',
        message: expect.stringMatching(/1 delivery .* bill\.csv 2024-02 d1: INTERNAL Error: no leave/),
      }),
    );
    expect(metrics()).not.toHaveProperty('CleanupsDone');
    expect(lines.some((line) => line.includes('delivery not cleaned'))).toBe(true);
  });
});
