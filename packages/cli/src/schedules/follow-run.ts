import { type ApiClient, dataOf } from '@almanac/client';
import { AlmanacError, type Clock } from '@almanac/kernel';
import type { Run, Schedule } from './answers.ts';
import { actionText } from './runs-text.ts';

export interface Following {
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Told where the run is, whenever it is looked at. */
  readonly onState: (line: string) => void;
  readonly timeoutMs: number;
  readonly pollMs: number;
}

/**
 * A run once its outcome is known: with a web action or notification, that of it.
 * @throws AlmanacError `TIMED_OUT` that says how far it came
 */
export async function followRun(
  client: ApiClient,
  { schedule_id: id, target_type }: Pick<Schedule, 'schedule_id' | 'target_type'>,
  runId: string,
  { clock, sleep, onState, timeoutMs, pollMs }: Following,
): Promise<Run> {
  const until = clock.now().getTime() + timeoutMs;
  for (;;) {
    const { runs } = await dataOf(client.GET('/api/schedules/{id}/runs', { params: { path: { id } } }));
    const run = runs.find(({ run_id }) => run_id === runId);
    if (run && isOver(run, target_type)) return run;
    const state = run ? stateOf(run) : 'waiting to be started';
    if (clock.now().getTime() >= until) throw timedOut(runId, state, timeoutMs);
    onState(`${runId}: ${state}`);
    await sleep(pollMs);
  }
}

/** Whether a run went wrong, itself or its action. */
export const hasFailed = ({ outcome, action }: Run): boolean => outcome === 'failed' || action?.outcome === 'failed';

/** Who gets the message of a custom target does not report back. */
function isOver({ outcome, action }: Run, target: Schedule['target_type']): boolean {
  if (outcome === 'skipped' || outcome === 'failed') return true;
  if (outcome !== 'published') return false;
  return target === 'custom' || action?.outcome === 'succeeded' || action?.outcome === 'failed';
}

const stateOf = (run: Run): string => [run.outcome, actionText(run)].filter((text) => text !== '').join(', ');

const timedOut = (runId: string, state: string, timeoutMs: number): AlmanacError =>
  new AlmanacError(
    'TIMED_OUT',
    `The run ${runId} has no outcome after ${timeoutMs / 1000} s: it is ${state}; "almanac schedules runs" shows what becomes of it`,
    { run_id: runId },
  );
