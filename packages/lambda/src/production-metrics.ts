import { Metrics } from '@aws-lambda-powertools/metrics';

/** The requirement's documents name the metrics below it. */
const NAMESPACE = 'AutomatedVideoPipeline/Schedules';

/**
 * The metrics `ExecutionCount` and `FailureRate` of content schedules: a count of tries, and 0 or 100 percent for each, so that
 * the average over any time is the rate. Each is written at once.
 * @param service the function's deployed name
 */
export function productionMetrics(service: string) {
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: service, singleMetric: true });
  const count = (failurePercent: number): void => {
    metrics.addMetric('ExecutionCount', 'Count', 1);
    metrics.addMetric('FailureRate', 'Percent', failurePercent);
  };
  return {
    requested: (): void => count(0),
    failed: (): void => count(100),
  };
}
