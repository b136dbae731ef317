import type { ScheduleInput } from '@almanac/contracts';
import { describeError } from '@almanac/kernel';
import { differingFields } from '../records/definition.ts';
import type { Schedule } from '../records/schedule.ts';
import { changeRecord } from './change-record.ts';
import { type Checked, checkInput } from './check-input.ts';
import { ALMANAC, type ChangeDeps } from './deps.ts';
import { holderOf } from './free-name.ts';
import { keepPayload } from './payload.ts';
import { hasEndedAlready, nameTaken, takeWrite, versionConflict } from './refusals.ts';
import { syncIfDue } from './sync.ts';

/**
 * Replaces the definition of a schedule; one that is paused stays so. What is not given takes its default; a sensitive field
 * given as `***` keeps its value. Nothing where the definition is the same, or Scheduler refuses it.
 * @param options `ifMatch`: only where this is the version still; `isRepeatFine`: or where it is as it is to be, which a try whose
 *   answer was lost may have seen to
 * @throws AlmanacError those of `checkInput` and `keepPayload`, `SCHEDULE_NOT_FOUND`, `SCHEDULE_ENDED`,
 *   `VERSION_CONFLICT`, `NAME_TAKEN`, `RATE_LIMITED`, and those of `syncSchedule`
 */
export const updateSchedule =
  (deps: ChangeDeps) =>
  async (
    id: string,
    input: ScheduleInput,
    caller: string,
    { ifMatch, isRepeatFine = false }: { readonly ifMatch?: number | undefined; readonly isRepeatFine?: boolean } = {},
  ): Promise<Schedule> => {
    await takeWrite(deps, caller);
    let replaced: Schedule | undefined;
    const record = await changeRecord(deps)(id, {
      by: caller,
      action: 'update',
      quota: deps.rules.quotaPerCaller,
      change: async (before) => {
        if (before.status === 'completed' || before.status === 'deleted') throw hasEndedAlready(before);
        const isStale = ifMatch !== undefined && ifMatch !== before.version;
        if (isStale && !isRepeatFine) throw versionConflict(before, ifMatch);
        const after = await redefined(deps, before, input);
        if (differingFields(before, after).length === 0) return undefined;
        if (isStale) throw versionConflict(before, ifMatch);
        replaced = before;
        return after;
      },
      freeName: async (after) => {
        const holder = await holderOf(deps)(await deps.store.findByName(after.name));
        if (holder && holder.schedule_id !== id) throw nameTaken(after.name, holder.schedule_id);
        return true;
      },
    });
    try {
      return await syncIfDue(deps)(record);
    } catch (error) {
      if (replaced && describeError(error).code === 'SCHEDULER_REFUSED') await putBack(deps, record, replaced);
      throw error;
    }
  };

/** What Scheduler will never take is not kept, unless somebody has changed it since. */
async function putBack(deps: ChangeDeps, refused: Schedule, before: Schedule): Promise<void> {
  const record = await changeRecord(deps)(refused.schedule_id, {
    by: ALMANAC,
    action: 'update',
    because: 'EventBridge Scheduler refused it',
    quota: Number.POSITIVE_INFINITY,
    change: async ({ version, synced_version }) =>
      version === refused.version ? { ...before, synced_version } : undefined,
  });
  await syncIfDue(deps)(record);
}

async function redefined(deps: ChangeDeps, before: Schedule, input: ScheduleInput): Promise<Schedule> {
  const now = deps.clock.now();
  const checked = checkInput(deps, input, now);
  const kept = await keepPayload(deps, before.schedule_id, input, before);
  const { schedule_id, status, version, synced_version, eventbridge_arn, created_by, created_date, updated_date } =
    before;
  const { run_count, last_triggered, last_outcome } = before;
  return {
    ...checked,
    ...kept,
    ...{ schedule_id, status, version, synced_version, eventbridge_arn, created_by, created_date, updated_date },
    ...{ run_count, last_triggered, ...(last_outcome && { last_outcome }) },
    anchor_date: anchorOf(before, checked, now),
  };
}

/** A rate goes on in its rhythm unless its expression or its start is changed. */
function anchorOf(before: Schedule, after: Checked, now: Date): string {
  const isSame = before.schedule_expression === after.schedule_expression && before.start_date === after.start_date;
  return isSame ? before.anchor_date : (after.start_date ?? `${now.toISOString().slice(0, 19)}Z`);
}
