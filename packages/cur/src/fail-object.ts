import { CUR_EVENT_SOURCE } from '@almanac/contracts';
import { type Clock, stableId } from '@almanac/kernel';
import type { Alerts, CostEvents, Failure, ObjectLedger } from './ports.ts';

export interface FailDeps {
  readonly ledger: ObjectLedger;
  readonly alerts: Alerts;
  readonly events: CostEvents;
  readonly clock: Clock;
}

/**
 * Records why a try failed; after the last try the failure is told to people and machines, once per object version.
 * The message itself stays in its queue, and moves to the dead-letter queue unchanged.
 */
export const failObject =
  (deps: FailDeps) =>
  async (failure: Failure): Promise<void> => {
    await deps.ledger.recordFailure(failure);
    if (!failure.final) return;
    const { version } = failure;
    if (!version) return deps.alerts.failed(failure);
    if (!(await deps.ledger.claimFailureAlert(version, failure.messageId))) return;
    await deps.alerts.failed(failure);
    await deps.events.fileFailed({
      metadata: {
        id: stableId('failure', version.id),
        version: '1',
        correlationId: version.eventId,
        causationId: version.eventId,
        producer: `${CUR_EVENT_SOURCE}.etl-aws-cur-parser`,
        time: deps.clock.now().toISOString(),
      },
      report: version.report,
      bucket: version.bucket,
      key: version.key,
      etag: version.etag,
      ...(version.versionId && { versionId: version.versionId }),
      code: failure.code,
      message: failure.message,
      attempts: failure.attempt,
    });
  };
