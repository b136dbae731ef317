import { AlmanacError, type Clock, stableId } from '@almanac/kernel';
import type { ScheduleRules } from '../changes/deps.ts';
import { checkPayloadSize, hashOf } from '../changes/payload.ts';
import { getSchedule } from '../changes/read-schedules.ts';
import { hasEndedAlready, takeWrite } from '../changes/refusals.ts';
import { instantText } from '../occurrences/local-text.ts';
import type { RunHistory, RunQueue, ScheduleStore, WriteLimits } from '../ports.ts';
import type { JsonObject } from '../records/schedule.ts';

export interface RunNowDeps {
  readonly store: Pick<ScheduleStore, 'get' | 'appendChange'>;
  readonly history: Pick<RunHistory, 'reserve'>;
  readonly queue: RunQueue;
  readonly clock: Clock;
  readonly limits: WriteLimits;
  readonly rules: Pick<ScheduleRules, 'maxPayloadBytes'>;
  /** Some text that nothing else has, of letters and digits. */
  readonly newId: () => string;
}

export interface RunNowOptions {
  /** Instead of the payload of the schedule, as it is given: nothing of it is encrypted. */
  readonly payload?: JsonObject;
  readonly idempotencyKey?: string;
}

/**
 * Asks for a run of a schedule now, whatever its expression and condition say; paused ones too. The same key of the same caller
 * gives the same run again.
 * @throws AlmanacError `SCHEDULE_NOT_FOUND`, `SCHEDULE_ENDED`, `PAYLOAD_TOO_LARGE`, `IDEMPOTENCY_KEY_REUSED`, `RATE_LIMITED`
 */
export const runNow =
  (deps: RunNowDeps) =>
  async (
    scheduleId: string,
    caller: string,
    { payload, idempotencyKey }: RunNowOptions = {},
  ): Promise<{ readonly schedule_id: string; readonly run_id: string }> => {
    if (payload !== undefined) checkPayloadSize(payload, deps.rules.maxPayloadBytes);
    await takeWrite(deps, caller);
    const schedule = await getSchedule(deps)(scheduleId);
    if (schedule.status === 'deleted' || schedule.status === 'completed') throw hasEndedAlready(schedule);
    const asked = deps.clock.now();
    const mine = {
      run_id: `${instantText(wholeSecond(asked))}-${deps.newId()}`,
      content_hash: hashOf(payload ?? null),
    };
    const { run_id, content_hash } =
      idempotencyKey === undefined
        ? mine
        : await deps.history.reserve(scheduleId, stableId(caller, idempotencyKey), mine);
    if (content_hash !== mine.content_hash) throw keyReused(scheduleId);
    await deps.store.appendChange(scheduleId, {
      at: asked.toISOString(),
      by: caller,
      action: 'run',
      version: schedule.version,
      changed: { run_id: { after: run_id }, ...(payload !== undefined && { payload: { after: content_hash } }) },
    });
    await deps.queue.send({
      kind: 'schedule',
      schedule_id: scheduleId,
      scheduled_time: run_id.slice(0, instantText(wholeSecond(asked)).length),
      execution_id: run_id,
      manual: { run_id, by: caller, ...(payload !== undefined && { payload }) },
    });
    return { schedule_id: scheduleId, run_id };
  };

const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

const keyReused = (scheduleId: string) =>
  new AlmanacError(
    'IDEMPOTENCY_KEY_REUSED',
    'This idempotency key asked for a run with another payload before: use another key',
    { schedule_id: scheduleId },
  );
