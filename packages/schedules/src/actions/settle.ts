import { type Clock, describeError } from '@almanac/kernel';
import type { Attempt, RequestedAction } from './action-message.ts';
import type { GivenUp, RunOutcome, RunOutcomes } from './ports.ts';

/** Errors that trying again does not change. */
const FINAL_CODES = new Set([
  'OUTBOUND_REFUSED',
  'ENDPOINT_REFUSED',
  'INVALID_WEB_ACTION',
  'INVALID_NOTIFICATION',
  'NO_DEFAULT_ENDPOINT',
  'NO_DEFAULT_CHANNEL',
  'UNKNOWN_CHANNEL',
]);
export const isFinal = (error: unknown): boolean => FINAL_CODES.has(describeError(error).code);

export interface SettleDeps {
  readonly outcomes: RunOutcomes;
  readonly givenUp: GivenUp;
  readonly clock: Clock;
}

/** What came of an action that will not be tried again. */
export interface Settled {
  readonly outcome: 'succeeded' | 'failed';
  /** Whether a try before this one had done it. */
  readonly isRepeat: boolean;
  readonly latency_ms?: number;
  readonly http_status?: number;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What the work of an action gives back where it went well. */
export interface Done {
  readonly isRepeat: boolean;
  readonly http_status?: number;
  readonly latency_ms?: number;
}

/**
 * Does the work of an action and notes what came of it on its run. Where it is of no use to try again, that is noted and the
 * end of it; without a run the message is put where people find it.
 * @throws what the work throws where it has to be tried again
 */
export async function settle(
  deps: SettleDeps,
  message: RequestedAction,
  attempt: Attempt,
  work: () => Promise<Done>,
): Promise<Settled> {
  const { schedule_id, run_id } = message;
  const started = deps.clock.now().getTime();
  const latency = () => ({ latency_ms: deps.clock.now().getTime() - started });
  const note = async (what: Omit<RunOutcome, 'schedule_id' | 'run_id' | 'attempt'>) => {
    if (schedule_id === undefined || run_id === undefined) return;
    await deps.outcomes.record({ schedule_id, run_id, attempt: attempt.number, ...what });
  };

  let done: Done;
  try {
    done = await work();
  } catch (thrown) {
    const error = describeError(thrown);
    // Whoever is at it notes what comes of it.
    if (error.code === 'CLAIMED_ELSEWHERE') throw thrown;
    const failure = { ...latency(), ...answerOf(error), error: { code: error.code, message: error.message } };
    if (!isFinal(thrown)) {
      // What went wrong is the work; that it cannot be noted must not hide it.
      await note({ outcome: attempt.isLast ? 'failed' : 'retrying', ...failure }).catch(() => undefined);
      throw thrown;
    }
    await note({ outcome: 'failed', ...failure });
    if (run_id === undefined || schedule_id === undefined) await deps.givenUp.put(message, failure.error);
    return { outcome: 'failed', isRepeat: false, ...failure };
  }
  const { isRepeat, ...rest } = done;
  const success = { outcome: 'succeeded', ...(!isRepeat && latency()), ...rest } as const;
  await note(success);
  return { isRepeat, ...success };
}

/** What an error tells of an answer. */
const answerOf = ({ details: { http_status, latency_ms } }: { details: Record<string, unknown> }) => ({
  ...(typeof http_status === 'number' && { http_status }),
  ...(typeof latency_ms === 'number' && { latency_ms }),
});
