import { changedFields } from '../records/definition.ts';
import type { Schedule, ScheduleChange } from '../records/schedule.ts';
import type { SyncDeps } from './deps.ts';
import { busy, notFound } from './refusals.ts';

/** Times that a change is tried on a record that others change. */
const MAX_ROUNDS = 8;

export interface Attempt {
  readonly by: string;
  readonly action: ScheduleChange['action'];
  readonly quota: number;
  /** The record after the change, without version and date; undefined where there is nothing to change. */
  readonly change: (before: Schedule) => Promise<Schedule | undefined>;
  /** What the log of changes says besides. */
  readonly because?: string;
  /** Told that the name is another's; true where it is free now. */
  readonly freeName?: (after: Schedule) => Promise<boolean>;
  readonly onQuota?: (after: Schedule) => never;
}

/**
 * Changes a record by one version, on the newest there is.
 * @throws AlmanacError `SCHEDULE_NOT_FOUND`, `SCHEDULE_BUSY`, and what the attempt throws
 */
export const changeRecord =
  ({ store, clock }: Pick<SyncDeps, 'store' | 'clock'>) =>
  async (id: string, attempt: Attempt): Promise<Schedule> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const before = await store.get(id);
      if (!before) throw notFound(id);
      const changed = await attempt.change(before);
      if (!changed) return before;
      const at = clock.now().toISOString();
      const after = { ...changed, version: before.version + 1, updated_date: at };
      const outcome = await store.replace(before, after, changeOf(before, after, attempt, at), attempt.quota);
      if (outcome === 'replaced') return after;
      if (outcome === 'quota-exceeded') attempt.onQuota?.(after);
      if (outcome === 'name-taken') await attempt.freeName?.(after);
    }
    throw busy(id);
  };

function changeOf(before: Schedule, after: Schedule, { by, action, because }: Attempt, at: string): ScheduleChange {
  const changed = changedFields(before, after);
  return {
    ...{ at, by, action, version: after.version },
    changed: because === undefined ? changed : { ...changed, reason: { after: because } },
  };
}
