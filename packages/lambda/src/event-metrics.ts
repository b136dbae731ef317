import type { Telemetry } from './telemetry.ts';

/** Counts of published events, in a metric for each event type (dimension `event_type`). */
export function eventMetrics({ metrics }: Telemetry) {
  const count = (name: string, detailType: string, number: number): void => {
    metrics.singleMetric().addDimension('event_type', detailType).addMetric(name, 'Count', number);
  };
  return {
    published: (detailType: string, number: number): void => count('EventsPublished', detailType, number),
    /** Events that EventBridge did not take and that wait in the outbox. */
    toOutbox: (detailType: string, number: number): void => count('EventsToOutbox', detailType, number),
  };
}
