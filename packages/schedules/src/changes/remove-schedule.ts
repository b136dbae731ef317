import type { Schedule } from '../records/schedule.ts';
import { changeRecord } from './change-record.ts';
import type { SyncDeps } from './deps.ts';
import { syncIfDue } from './sync.ts';

const KEPT_SECONDS = 90 * 86_400;

/** Deletes a schedule, whoever asks; nothing where it is deleted. @throws AlmanacError as `deleteSchedule` */
export const removeSchedule =
  (deps: SyncDeps) =>
  async (id: string, by: string): Promise<Schedule> => {
    const ttl = Math.floor(deps.clock.now().getTime() / 1_000) + KEPT_SECONDS;
    const record = await changeRecord(deps)(id, {
      by,
      action: 'delete',
      quota: Number.POSITIVE_INFINITY,
      change: async (before) => (before.status === 'deleted' ? undefined : { ...before, status: 'deleted', ttl }),
    });
    return syncIfDue(deps)(record);
  };
