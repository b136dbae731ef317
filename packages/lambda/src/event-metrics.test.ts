import { afterAll, expect, it, jest } from '@jest/globals';
import { eventMetrics } from './event-metrics.ts';
import { telemetry } from './telemetry.ts';

const environment = process.env;
// Metric lines go to the console, where they can be looked at.
process.env = { ...environment, POWERTOOLS_DEV: 'true', POWERTOOLS_METRICS_DISABLED: 'false' };
afterAll(() => {
  process.env = environment;
});

it('counts events by their type, sent and kept in the outbox', () => {
  const lines: Record<string, unknown>[] = [];
  jest.spyOn(console, 'log').mockImplementation((line) => void lines.push(JSON.parse(String(line))));
  const metrics = eventMetrics(telemetry('cur-publish-dev'));
  metrics.published('CostDataPublished', 3);
  metrics.toOutbox('CostFileFailed', 1);
  const service = 'cur-publish-dev';
  expect(lines).toEqual([
    expect.objectContaining({ service, event_type: 'CostDataPublished', EventsPublished: 3 }),
    expect.objectContaining({ service, event_type: 'CostFileFailed', EventsToOutbox: 1 }),
  ]);
  expect(lines[0]?._aws).toMatchObject({ CloudWatchMetrics: [{ Dimensions: [['service', 'event_type']] }] });
});
