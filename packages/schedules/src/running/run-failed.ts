import type { AlmanacError, Clock } from '@almanac/kernel';
import type { RunMessage } from '../records/run.ts';
import { type AfterRunDeps, afterRun } from './after-run.ts';
import type { RunDelivery } from './run-deps.ts';
import { runOf } from './run-identity.ts';
import { failedRun } from './run-outcomes.ts';
import { tellOfFailure } from './tell-of-failure.ts';

/**
 * Tells of a run that its last try did not publish; nothing where another delivery of it was published, or is at it.
 * @returns whether the run failed for good
 */
export const runFailed =
  (deps: AfterRunDeps & { readonly clock: Clock }) =>
  async (
    message: RunMessage,
    { sentAt }: Pick<RunDelivery, 'sentAt'>,
    error: Pick<AlmanacError, 'code' | 'message'>,
  ): Promise<boolean> => {
    const { code } = error;
    const identity = runOf(message, sentAt);
    const known = await deps.history.get(identity.schedule_id, identity.run_id);
    if (code === 'RUN_CLAIMED_ELSEWHERE' || known?.outcome === 'published' || known?.outcome === 'skipped')
      return false;
    const run = known?.outcome === 'failed' ? known : failedRun(known ?? unbegun(identity), error, deps.clock.now());
    if (known?.outcome === 'started') await deps.history.finish(run);
    const schedule = message.kind === 'schedule' ? await deps.store.get(identity.schedule_id) : undefined;
    if (schedule) await afterRun(deps)(schedule, { run, code });
    else await tellOfFailure(deps, run, { kind: message.kind, code });
    return true;
  };

/** A run of which nothing could be noted. */
const unbegun = (identity: ReturnType<typeof runOf>) => ({
  ...identity,
  started_at: null,
  finished_at: null,
  attempt: 1,
  outcome: 'started' as const,
  latency_ms: null,
});
