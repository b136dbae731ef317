import { AlmanacError, describeError, stableId } from '@almanac/kernel';
import { evaluateCondition } from '../conditions/evaluate-condition.ts';
import { factsOf } from '../conditions/facts.ts';
import type { ScheduleRun } from '../records/run.ts';
import type { JsonObject, Schedule } from '../records/schedule.ts';
import type { RunDeps, RunEnd } from './run-deps.ts';
import { failedRun, publishedRun, skippedRun } from './run-outcomes.ts';
import { whyNotToRun } from './why-not-to-run.ts';

/** Publishes a run that was claimed, unless something speaks against it. Whatever it throws, another try may mend. */
export const publishRun =
  (deps: RunDeps) =>
  async (schedule: Schedule, run: ScheduleRun, override: JsonObject | undefined): Promise<RunEnd> => {
    const skip = (reason: string) => ({
      outcome: 'skipped' as const,
      run: skippedRun(run, reason, deps.clock.now()),
    });
    const reason = whyNotToRun(schedule, run);
    if (reason !== undefined) return skip(reason);
    if (!run.manual) {
      const verdict = verdictOf(schedule, run, deps.clock.now());
      if (verdict === false) return skip('Its condition was not true');
      if (verdict !== true) return failed(run, verdict, deps.clock.now());
      if ((await placeOf(deps, schedule, run)) === undefined) {
        return { ...skip(`It has run ${schedule.max_runs} times`), isFull: true };
      }
    }
    await deps.topics.publish({
      topicArn: schedule.target_topic_arn,
      payload: override ?? (await deps.payloadOf(schedule)),
      attributes: attributesOf(schedule, run),
    });
    return { outcome: 'published', run: publishedRun(run, deps.clock.now()) };
  };

/** The place of a planned run among those that `max_runs` allows; every run takes one, since the limit may come later. */
export const placeOf = (deps: Pick<RunDeps, 'history'>, schedule: Schedule, run: ScheduleRun) =>
  deps.history.takePlace(schedule.schedule_id, run.run_id, schedule.max_runs ?? Number.MAX_SAFE_INTEGER);

/** Whether the condition holds, or why nobody can say. */
function verdictOf(schedule: Schedule, run: ScheduleRun, now: Date): boolean | AlmanacError {
  if (schedule.condition === undefined) return true;
  try {
    return evaluateCondition(schedule.condition, factsOf(schedule, new Date(run.planned_time), now));
  } catch (thrown) {
    const { message } = describeError(thrown);
    return new AlmanacError('CONDITION_FAILED', `Its condition cannot be evaluated: ${message}`, {}, { cause: thrown });
  }
}

const failed = (run: ScheduleRun, failure: AlmanacError, now: Date): RunEnd => ({
  outcome: 'failed',
  run: failedRun(run, failure, now),
  code: failure.code,
});

const attributesOf = (schedule: Schedule, { run_id, planned_time }: ScheduleRun) => ({
  idempotency_key: stableId(schedule.schedule_id, run_id),
  schedule_id: schedule.schedule_id,
  run_id,
  schedule_name: schedule.name,
  scheduled_time: planned_time,
  target_type: schedule.target_type,
});
