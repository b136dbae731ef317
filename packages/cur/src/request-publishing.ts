import type { ObjectDeletion, ObjectVersion } from './object-version.ts';
import type { ObjectLedger, PublishQueue } from './ports.ts';
import type { PeriodRef } from './publication.ts';

/**
 * Asks for every period that an object changed, also when it has been superseded since: whatever came after it knows only
 * what it replaced itself, and a crash may have kept these requests from being sent.
 * @param attempt number of the try at the object's message
 */
export async function requestPublishing(
  deps: { readonly ledger: Pick<ObjectLedger, 'affectedBy'>; readonly queue: PublishQueue },
  object: ObjectVersion | ObjectDeletion,
  attempt: number,
): Promise<void> {
  await requestPeriods(deps.queue, await deps.ledger.affectedBy(object), object, attempt);
}

/** Asks for periods to be published on account of an object. */
export const requestPeriods = (
  queue: PublishQueue,
  periods: readonly PeriodRef[],
  cause: { readonly id: string; readonly eventId: string },
  attempt: number | string,
): Promise<void> =>
  queue.request(
    periods.map(({ report, billingPeriod }) => ({
      report,
      billingPeriod,
      cause: cause.id,
      correlationId: cause.eventId,
    })),
    attempt,
  );
