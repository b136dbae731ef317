import { AlmanacError } from '@almanac/kernel';
import type { Schedule } from '../records/schedule.ts';
import type { ChangeDeps } from './deps.ts';

/** Codes by which a request is refused for good: the same request fails again. All others may go well later. */
export const REFUSALS: readonly string[] = [
  'INVALID_SCHEDULE_EXPRESSION',
  'INVALID_TIMEZONE',
  'EXPRESSION_IN_PAST',
  'INTERVAL_TOO_SHORT',
  'INVALID_WINDOW',
  'INVALID_TARGET',
  'INVALID_CONDITION',
  'INVALID_SENSITIVE_FIELD',
  'PAYLOAD_TOO_LARGE',
  'INVALID_IDEMPOTENCY_KEY',
  'IDEMPOTENCY_KEY_REUSED',
  'NAME_TAKEN',
  'SCHEDULE_QUOTA_EXCEEDED',
  'SCHEDULE_NOT_FOUND',
  'SCHEDULE_ENDED',
  'VERSION_CONFLICT',
  'SCHEDULER_REFUSED',
  'INVALID_COMMAND',
];

export const notFound = (id: string): AlmanacError =>
  new AlmanacError('SCHEDULE_NOT_FOUND', `There is no schedule ${id}`, { schedule_id: id });

export const hasEndedAlready = ({ schedule_id, status }: Schedule): AlmanacError =>
  new AlmanacError(
    'SCHEDULE_ENDED',
    `Schedule ${schedule_id} has ended (${status}) and can neither be changed nor run: create a new one; its name is free`,
    { schedule_id, status },
  );

export const hasNoRunLeft = ({ schedule_id, status }: Schedule): AlmanacError =>
  new AlmanacError(
    'SCHEDULE_ENDED',
    `Schedule ${schedule_id} has no run left to resume for: give it another expression, end_date or max_runs first`,
    { schedule_id, status },
  );

export const versionConflict = ({ schedule_id, version }: Schedule, given: number): AlmanacError =>
  new AlmanacError(
    'VERSION_CONFLICT',
    `Schedule ${schedule_id} is at version ${version} by now, not ${given}: read it again and repeat the change`,
    { schedule_id, version, given },
  );

export const nameTaken = (name: string, schedule_id: string, differing_fields?: readonly string[]): AlmanacError =>
  new AlmanacError('NAME_TAKEN', `${JSON.stringify(name)} is the name of schedule ${schedule_id}: take another one`, {
    schedule_id,
    ...(differing_fields && { differing_fields }),
  });

export const quotaExceeded = (caller: string, quota: number): AlmanacError =>
  new AlmanacError(
    'SCHEDULE_QUOTA_EXCEEDED',
    `${caller} has ${quota} active schedules, which is all it may have: pause or delete one first`,
    { quota },
  );

export const busy = (id: string): AlmanacError =>
  new AlmanacError('SCHEDULE_BUSY', `Schedule ${id} keeps being changed by others: try again`, { schedule_id: id });

/** Takes one of the caller's writes. @throws AlmanacError `RATE_LIMITED` */
export async function takeWrite({ limits }: Pick<ChangeDeps, 'limits'>, caller: string): Promise<void> {
  const retry_after_seconds = await limits.take(caller);
  if (retry_after_seconds === 0) return;
  throw new AlmanacError('RATE_LIMITED', `Too many changes: try again in ${retry_after_seconds} seconds`, {
    retry_after_seconds,
  });
}
