import { describeError } from '@almanac/kernel';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { Telemetry } from './telemetry.ts';

/** Time kept back at the end of a function's life to bring what is under way to an end. */
const RESERVE_MS = 15_000;

export interface ScheduleOptions {
  readonly telemetry: Telemetry;
  readonly onRun: (run: ScheduledRun) => Promise<void>;
}

export interface ScheduledRun {
  /** Id of the event that started it, the same for each retry; of the invocation where it was started by hand. */
  readonly correlationId: string;
  /** Time that the function had left when the run began. */
  readonly remainingMs: number;
  /** Aborted some time before the function's time runs out. */
  readonly signal: AbortSignal;
}

const scheduledEvent = z.object({ id: z.string().min(1), 'detail-type': z.literal('Scheduled Event') });

/** Handler for a rule that runs at fixed times, asynchronously: an error makes Lambda try again, and then give the event away. */
export const schedule =
  ({ telemetry, onRun }: ScheduleOptions) =>
  async (event: unknown, context: Context): Promise<void> => {
    const { logger, metrics } = telemetry;
    const correlationId = scheduledEvent.safeParse(event).data?.id ?? context.awsRequestId;
    const remainingMs = context.getRemainingTimeInMillis();
    const signal = AbortSignal.timeout(Math.max(1, remainingMs - RESERVE_MS));
    logger.addContext(context);
    logger.resetKeys();
    logger.appendKeys({ correlation_id: correlationId });
    try {
      await onRun({ correlationId, remainingMs, signal });
    } catch (thrown) {
      const { code, message, details } = describeError(thrown);
      logger.error(message, { code, details, ...(code === 'INTERNAL' && { error: thrown as Error }) });
      throw thrown;
    } finally {
      metrics.publishStoredMetrics();
    }
  };
