import { FakeAuditStore } from '@almanac/events/audit/fakes';
import { telemetry } from '@almanac/lambda';
import { afterAll, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'event-audit-dev',
  AWS_REGION: 'us-east-1',
  AUDIT_BUCKET: 'audit',
  QUEUE_URL: 'x',
  MAX_RECEIVE_COUNT: '3',
  RETRY_DELAY_SECONDS: '1',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
};
const { onBatch } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the audit', () => {
  it('copies a batch, counts what it copied, and names what it could not', async () => {
    const lines: string[] = [];
    for (const level of ['log', 'info'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)));
    }
    const deps = { telemetry: telemetry('event-audit-dev'), store: new FakeAuditStore() };
    const event = { id: 'e1', time: '2024-03-01T10:00:00Z', detail: { fileId: 'f1' } };
    const failures = await onBatch(deps)([
      { messageId: 'm1', body: JSON.stringify({ bus: 'b', event }) },
      { messageId: 'm2', body: 'nonsense' },
    ]);
    deps.telemetry.metrics.publishStoredMetrics();
    expect(deps.store.events).toEqual([event]);
    expect([...failures.keys()]).toEqual(['m2']);
    expect(lines.map((line) => JSON.parse(line)).find((line) => line._aws)).toMatchObject({
      service: 'event-audit-dev',
      EventsCopied: 1,
      AuditObjectsWritten: 1,
    });
  });
});
