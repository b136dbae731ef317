import { describeError } from '@almanac/kernel';
import type { Context } from 'aws-lambda';
import type { Telemetry } from './telemetry.ts';
import { traceKeys } from './trace.ts';

/** What is said of an event in log lines and metrics. */
export interface EventFacts {
  readonly id: string;
  /** EventBridge's detail-type. */
  readonly type: string;
  readonly correlationId: string;
  /** Present where an archive replays the event. */
  readonly replayName?: string;
}

/** The metric that each outcome of an event is counted by, with the event's type as its dimension. */
const METRICS = {
  handled: 'EventsHandled',
  duplicate: 'EventsDuplicate',
  quarantined: 'EventsQuarantined',
} as const;
type Outcome = keyof typeof METRICS;

export interface ConsumerOptions<Event> {
  readonly telemetry: Telemetry;
  readonly facts: (event: Event) => EventFacts;
  /** @throws where the event has to be delivered again */
  readonly consume: (event: Event, attempt: { readonly remainingMs: number }) => Promise<Outcome>;
}

export interface EventOptions<Event> extends ConsumerOptions<Event> {
  /** Reads what EventBridge hands over. @throws where it is no event */
  readonly parse: (event: unknown) => Event;
}

/** Consumes one event and says what became of it; for `onMessage` of a queue that a rule fills. */
export const onEvent =
  <Event>({ telemetry: { logger, metrics }, facts, consume }: ConsumerOptions<Event>) =>
  async (event: Event, { remainingMs }: { readonly remainingMs: number }): Promise<void> => {
    const { id, type, correlationId, replayName } = facts(event);
    logger.appendKeys({
      ...{ correlation_id: correlationId, event_id: id, event_type: type },
      ...(replayName !== undefined && { replay_name: replayName }),
    });
    const outcome = await consume(event, { remainingMs });
    metrics.singleMetric().addDimension('event_type', type).addMetric(METRICS[outcome], 'Count', 1);
    logger.info('event consumed', { outcome });
  };

/**
 * Handler for a rule that hands events straight to the function, asynchronously: an error makes Lambda try twice more, and
 * then give the event to the dead-letter queue.
 */
export const event =
  <Event>(options: EventOptions<Event>) =>
  async (delivered: unknown, context: Context): Promise<void> => {
    const { logger, metrics } = options.telemetry;
    logger.addContext(context);
    logger.resetKeys();
    logger.appendKeys(traceKeys());
    try {
      const remainingMs = context.getRemainingTimeInMillis();
      await onEvent(options)(options.parse(delivered), { remainingMs });
    } catch (thrown) {
      const { code, message, details } = describeError(thrown);
      logger.error(message, { code, details, ...(code === 'INTERNAL' && { error: thrown as Error }) });
      throw thrown;
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
  };
