import { AlmanacError, describeError } from '@almanac/kernel';
import type { RunMessage, ScheduleRun } from '../records/run.ts';
import type { Schedule } from '../records/schedule.ts';
import { afterRun } from './after-run.ts';
import { publishRun } from './publish-run.ts';
import type { RunDelivery, RunDeps, RunResult } from './run-deps.ts';
import { runOf } from './run-identity.ts';
import { failedRun, publishedRun } from './run-outcomes.ts';

/**
 * Runs a schedule, or the schedule of a topic, once for each planned time. The run is claimed before its effect and noted
 * after it: an effect is repeated only where a try died in between, or its answer was lost, and then under the same
 * idempotency key.
 * @throws AlmanacError `RUN_CLAIMED_ELSEWHERE` where another delivery is at the same run; whatever hindered publishing, which
 *   the run notes: try again
 */
export const runSchedule =
  (deps: RunDeps) =>
  async (message: RunMessage, delivery: RunDelivery): Promise<RunResult> => {
    const schedule = message.kind === 'schedule' ? await deps.store.get(message.schedule_id) : undefined;
    if (message.kind === 'schedule' && schedule === undefined) return { outcome: 'unknown-schedule' };
    const begun = await deps.history.begin(runOf(message, delivery.sentAt), delivery.remainingMs);
    if (begun.state === 'busy') throw claimedElsewhere(message);
    if (begun.state === 'finished') {
      // A try may have died between noting the run and what follows.
      if (schedule) await afterRun(deps)(schedule, { run: begun.run });
      return { outcome: 'repeated', run: begun.run };
    }
    return schedule ? runOne(deps, schedule, begun.run, message) : runTopic(deps, begun.run, message);
  };

async function runOne(deps: RunDeps, schedule: Schedule, run: ScheduleRun, message: RunMessage): Promise<RunResult> {
  const result = await noting(deps, run, () => publishRun(deps)(schedule, run, message.manual?.payload));
  await deps.history.finish(result.run);
  await afterRun(deps)(schedule, result);
  return result;
}

async function runTopic(deps: RunDeps, run: ScheduleRun, message: RunMessage): Promise<RunResult> {
  const planned = new Date(run.planned_time);
  await noting(deps, run, () => deps.runTopic(message, planned));
  const published = publishedRun(run, deps.clock.now());
  await deps.history.finish(published);
  return { outcome: 'published', run: published };
}

/** Does the work; where it fails, the run says why before the error goes on. */
async function noting<T>(deps: RunDeps, run: ScheduleRun, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    // What went wrong is the work; a run that cannot be noted stays begun, and the next try finds it so.
    await deps.history.finish(failedRun(run, describeError(thrown), deps.clock.now())).catch(() => undefined);
    throw thrown;
  }
}

const claimedElsewhere = ({ schedule_id }: RunMessage) =>
  new AlmanacError(
    'RUN_CLAIMED_ELSEWHERE',
    `Another delivery is at this run of ${schedule_id}; it will be tried again`,
    {
      schedule_id,
    },
  );
