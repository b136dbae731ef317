import { stableId } from '@almanac/kernel';
import { timingOf } from '../changes/times.ts';
import { nextRuns } from '../occurrences/occurrences.ts';
import type { ScheduleRun } from '../records/run.ts';
import type { Schedule } from '../records/schedule.ts';
import { placeOf } from './publish-run.ts';
import type { RunDeps } from './run-deps.ts';
import { tellOfFailure } from './tell-of-failure.ts';

export type AfterRunDeps = Pick<RunDeps, 'store' | 'history' | 'events' | 'complete'>;

/** A run that is noted; `code` is why it failed, `isFull` says that it found no place among `max_runs`. */
export interface NotedRun {
  readonly run: ScheduleRun;
  readonly code?: string;
  readonly isFull?: true;
}

/**
 * What follows a run that is noted: the schedule counts it, the stack is told, and a schedule whose last run it was ends.
 * Each of them may be repeated.
 */
export const afterRun =
  (deps: AfterRunDeps) =>
  async (schedule: Schedule, noted: NotedRun): Promise<void> => {
    const { run } = noted;
    const { run_id, planned_time, outcome } = run;
    if (run.outcome === 'published') await tellOfPublished(deps, schedule, run);
    if (run.outcome === 'failed') await tellOfFailure(deps, run, { kind: 'schedule', code: noted.code ?? 'INTERNAL' });
    if (run.manual || (schedule.status !== 'active' && run.outcome !== 'published')) return;
    if (outcome !== 'started') await deps.store.countRun(schedule.schedule_id, { run_id, planned_time, outcome });
    const why = schedule.status === 'active' ? await whyEnded(deps, schedule, noted) : undefined;
    if (why !== undefined) await deps.complete(schedule.schedule_id, why);
  };

const tellOfPublished = (deps: AfterRunDeps, schedule: Schedule, run: ScheduleRun): Promise<void> => {
  const publishedAt = run.finished_at ?? run.planned_time;
  return deps.events.fired({
    metadata: {
      id: stableId(schedule.schedule_id, run.run_id, 'fired'),
      correlationId: stableId(schedule.schedule_id, run.run_id),
      time: publishedAt,
    },
    scheduleId: schedule.schedule_id,
    scheduleName: schedule.name,
    runId: run.run_id,
    scheduledTime: run.planned_time,
    publishedAt,
    latencyMs: run.latency_ms ?? 0,
    attempt: run.attempt,
    manual: run.manual,
    targetType: schedule.target_type,
    targetTopicArn: schedule.target_topic_arn,
    createdBy: schedule.created_by,
    ...(schedule.group !== undefined && { group: schedule.group }),
  });
};

/** Why a schedule has no further run after this one; undefined where it may have. */
async function whyEnded(
  deps: AfterRunDeps,
  schedule: Schedule,
  { run, isFull }: NotedRun,
): Promise<string | undefined> {
  if (schedule.schedule_expression.startsWith('at(')) return 'Its one run was due';
  if (isLastBeforeEnd(schedule, run)) return `Its last run before ${schedule.end_date} was due`;
  if (schedule.max_runs === undefined) return undefined;
  const place = run.outcome === 'published' ? await placeOf(deps, schedule, run) : undefined;
  const isLast = isFull ?? (place !== undefined && place >= schedule.max_runs);
  return isLast ? `It has run ${schedule.max_runs} times` : undefined;
}

/** Whether no run is planned any more; one that was, and comes later, is still made up for. */
function isLastBeforeEnd(schedule: Schedule, { planned_time, finished_at }: ScheduleRun): boolean {
  if (schedule.end_date === undefined) return false;
  const now = Math.max(Date.parse(planned_time), Date.parse(finished_at ?? planned_time));
  return nextRuns(timingOf(schedule), new Date(now), 1).length === 0;
}
