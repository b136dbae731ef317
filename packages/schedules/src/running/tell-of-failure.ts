import { stableId } from '@almanac/kernel';
import type { RunMessage, ScheduleRun } from '../records/run.ts';
import type { RunDeps } from './run-deps.ts';

/** `ScheduleRunFailed` of a run that failed for good. */
export const tellOfFailure = (
  { events }: Pick<RunDeps, 'events'>,
  run: ScheduleRun,
  { kind, code }: { readonly kind: RunMessage['kind']; readonly code: string },
): Promise<void> =>
  events.failed({
    metadata: {
      id: stableId(run.schedule_id, run.run_id, 'failed', run.attempt),
      correlationId: stableId(run.schedule_id, run.run_id),
      time: run.finished_at ?? run.planned_time,
    },
    kind,
    scheduleId: run.schedule_id,
    runId: run.run_id,
    scheduledTime: run.planned_time,
    manual: run.manual,
    attempts: run.attempt,
    code,
    message: run.error ?? 'It failed',
  });
