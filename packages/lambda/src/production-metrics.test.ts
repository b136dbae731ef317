import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { productionMetrics } from './production-metrics.ts';

const environment = process.env;
afterEach(() => {
  process.env = environment;
});

describe('the metrics of content schedules', () => {
  it('have the documented names; the average of the rates is the rate', () => {
    process.env = { ...environment, POWERTOOLS_DEV: 'true', POWERTOOLS_METRICS_DISABLED: 'false' };
    const lines: Record<string, unknown>[] = [];
    jest.spyOn(console, 'log').mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    const metrics = productionMetrics('schedule-runner-dev');
    metrics.requested();
    metrics.failed();
    expect(lines.map(({ ExecutionCount, FailureRate }) => ExecutionCount ?? FailureRate)).toEqual([1, 0, 1, 100]);
    for (const line of lines) {
      expect(line).toMatchObject({
        service: 'schedule-runner-dev',
        _aws: { CloudWatchMetrics: [{ Namespace: 'AutomatedVideoPipeline/Schedules', Dimensions: [['service']] }] },
      });
    }
  });
});
