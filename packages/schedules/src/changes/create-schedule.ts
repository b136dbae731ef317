import type { ScheduleCreation, ScheduleInput } from '@almanac/contracts';
import { AlmanacError, describeError } from '@almanac/kernel';
import { changedFields, differingFields } from '../records/definition.ts';
import type { Schedule } from '../records/schedule.ts';
import { checkInput } from './check-input.ts';
import { ALMANAC, type ChangeDeps } from './deps.ts';
import { holderOf } from './free-name.ts';
import { hashOf, keepPayload } from './payload.ts';
import { busy, nameTaken, notFound, quotaExceeded, takeWrite } from './refusals.ts';
import { removeSchedule } from './remove-schedule.ts';
import { syncIfDue, syncSchedule } from './sync.ts';

/** Tries for a name that another one just gave up. */
const MAX_ROUNDS = 4;

export interface Creation {
  /** False where the schedule was there: by its idempotency key, or by name and content. */
  readonly created: boolean;
  readonly schedule: Schedule;
}

/**
 * Creates a schedule: the record first, then the EventBridge schedule, then the note that both agree. What fails in between is
 * finished by the same request again, or by the reconciler.
 * @throws AlmanacError those of `checkInput` and `keepPayload`, `INVALID_IDEMPOTENCY_KEY`, `IDEMPOTENCY_KEY_REUSED`,
 *   `NAME_TAKEN`, `SCHEDULE_QUOTA_EXCEEDED`, `RATE_LIMITED`, and those of `syncSchedule`
 */
export const createSchedule =
  (deps: ChangeDeps) =>
  async (
    input: ScheduleCreation,
    caller: string,
    { idempotencyKey }: { readonly idempotencyKey?: string | undefined } = {},
  ): Promise<Creation> => {
    await takeWrite(deps, caller);
    const { idempotency_key, ...definition } = input;
    const key = oneKey(idempotency_key, idempotencyKey);
    const used = { caller, key, contentHash: hashOf(definition) };
    try {
      return await insertSchedule(deps, await newSchedule(deps, definition, caller), used);
    } catch (error) {
      // A repeat that comes late: what was right when it was first asked for may have passed since.
      const before = isRefusal(error) ? await madeBefore(deps, used) : undefined;
      if (before) return before;
      throw error;
    }
  };

interface UsedBy {
  readonly caller: string;
  readonly key: string | undefined;
  readonly contentHash: string;
}

const LATE_REFUSALS = ['EXPRESSION_IN_PAST', 'INVALID_WINDOW'];
const isRefusal = (error: unknown): boolean => LATE_REFUSALS.includes(describeError(error).code);

function oneKey(inBody: string | undefined, inHeader: string | undefined): string | undefined {
  if (inBody === undefined || inHeader === undefined || inBody === inHeader) return inBody ?? inHeader;
  throw new AlmanacError(
    'INVALID_IDEMPOTENCY_KEY',
    'The header Idempotency-Key and the field idempotency_key differ: give one of them',
  );
}

async function newSchedule(deps: ChangeDeps, input: ScheduleInput, caller: string): Promise<Schedule> {
  const now = deps.clock.now();
  const checked = checkInput(deps, input, now);
  const schedule_id = deps.newId();
  const created_date = now.toISOString();
  return {
    ...checked,
    ...(await keepPayload(deps, schedule_id, input)),
    ...{ schedule_id, status: 'active', version: 1, synced_version: 0, eventbridge_arn: null },
    anchor_date: input.start_date ?? `${created_date.slice(0, 19)}Z`,
    ...{ created_by: caller, created_date, updated_date: created_date, run_count: 0, last_triggered: null },
  };
}

async function insertSchedule(deps: ChangeDeps, schedule: Schedule, { caller, key, contentHash }: UsedBy) {
  const insertion = {
    schedule,
    change: {
      ...({ at: schedule.created_date, by: caller, action: 'create', version: 1 } as const),
      changed: changedFields(undefined, schedule),
    },
    ...(key !== undefined && { idempotency: { key, content_hash: contentHash } }),
    quota: deps.rules.quotaPerCaller,
  };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const inserted = await deps.store.insert(insertion);
    if (inserted.outcome === 'inserted') return { created: true, schedule: await firstSync(deps, schedule) };
    if (inserted.outcome === 'key-used') return repeated(deps, inserted, contentHash);
    if (inserted.outcome === 'quota-exceeded') throw quotaExceeded(caller, deps.rules.quotaPerCaller);
    const holder = await holderOf(deps)(inserted.schedule_id);
    if (holder) return sameOrTaken(deps, holder, schedule);
  }
  throw busy(schedule.schedule_id);
}

/** A definition that Scheduler will never take leaves no record behind that would be tried for ever. */
async function firstSync(deps: ChangeDeps, schedule: Schedule): Promise<Schedule> {
  try {
    return await syncSchedule(deps)(schedule);
  } catch (error) {
    if (describeError(error).code === 'SCHEDULER_REFUSED') await removeSchedule(deps)(schedule.schedule_id, ALMANAC);
    throw error;
  }
}

async function madeBefore(deps: ChangeDeps, { caller, key, contentHash }: UsedBy): Promise<Creation | undefined> {
  const used = key === undefined ? undefined : await deps.store.findByKey(caller, key);
  return used && repeated(deps, used, contentHash);
}

async function repeated(
  deps: ChangeDeps,
  used: { readonly schedule_id: string; readonly content_hash: string },
  contentHash: string,
): Promise<Creation> {
  if (used.content_hash !== contentHash) {
    throw new AlmanacError(
      'IDEMPOTENCY_KEY_REUSED',
      `The idempotency key was used for other content, which made schedule ${used.schedule_id}: take another key`,
      { schedule_id: used.schedule_id },
    );
  }
  const schedule = await deps.store.get(used.schedule_id);
  if (!schedule) throw notFound(used.schedule_id);
  return { created: false, schedule: await syncIfDue(deps)(schedule) };
}

async function sameOrTaken(deps: ChangeDeps, holder: Schedule, wanted: Schedule): Promise<Creation> {
  const differing = differingFields(holder, wanted);
  if (differing.length > 0) throw nameTaken(wanted.name, holder.schedule_id, differing);
  return { created: false, schedule: await syncIfDue(deps)(holder) };
}
