import { describeError } from '@almanac/kernel';
import { FailedCheck } from '../failed-check.ts';
import { print } from '../output.ts';
import type { StackOptions } from '../stack.ts';
import { table } from '../table.ts';
import type { GroupChange, Schedule } from './answers.ts';

interface Failed {
  readonly schedule: string;
  readonly error: string;
  readonly message: string;
}

/** What became of each schedule that was named. */
export interface Changed {
  readonly schedules: readonly Pick<Schedule, 'schedule_id' | 'name' | 'status'>[];
  readonly failed: readonly Failed[];
}

/** Changes schedules one after another; one that cannot be changed does not keep the others from it. */
export async function changeEach(
  named: readonly string[],
  change: (named: string) => Promise<Schedule>,
): Promise<Changed> {
  const schedules: Changed['schedules'][number][] = [];
  const failed: Failed[] = [];
  for (const one of named) {
    try {
      const { schedule_id, name, status } = await change(one);
      schedules.push({ schedule_id, name, status });
    } catch (error) {
      const { code, message } = describeError(error);
      failed.push({ schedule: one, error: code, message });
    }
  }
  return { schedules, failed };
}

/** Prints what became of each. @throws FailedCheck where one could not be changed */
export function printChanged(changed: Changed, options: StackOptions): void {
  const rows = [
    ...changed.schedules.map(({ schedule_id, name, status }) => [schedule_id, name, status] as const),
    ...changed.failed.map(({ schedule, message }) => [schedule, '', `not changed: ${message}`] as const),
  ];
  print(changed, rowsText(rows), options);
  if (changed.failed.length > 0) throw new FailedCheck('Not all could be changed');
}

/** Prints what became of a group. @throws FailedCheck where a schedule of it could not be changed */
export function printGroupChange(change: GroupChange, done: string, options: StackOptions): void {
  const rows = [
    ...change.changed.map((id) => [id, '', done] as const),
    ...change.unchanged.map((id) => [id, '', `was ${done} before`] as const),
    ...change.failed.map(({ schedule_id, message }) => [schedule_id, '', `not changed: ${message}`] as const),
  ];
  print(change, rowsText(rows), options);
  if (change.failed.length > 0) throw new FailedCheck('Not all could be changed');
}

const rowsText = (rows: readonly (readonly [string, string, string])[]): string =>
  table(
    rows,
    [
      { title: 'SCHEDULE', value: ([id]) => id },
      ...(rows.some(([, name]) => name !== '')
        ? [{ title: 'NAME', value: ([, name]: (typeof rows)[number]) => name }]
        : []),
      { title: 'STATUS', value: ([, , what]) => what },
    ],
    'No schedules.',
  );
