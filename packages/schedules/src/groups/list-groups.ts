import type { ScheduleStore } from '../ports.ts';
import { everySchedule } from '../records/every-schedule.ts';

export interface GroupCounts {
  readonly group: string;
  readonly active: number;
  readonly paused: number;
  readonly completed: number;
}

/** All groups that have a schedule which is not deleted, by name. */
export const listGroups =
  ({ store }: { readonly store: Pick<ScheduleStore, 'page'> }) =>
  async (): Promise<{ readonly groups: readonly GroupCounts[] }> => {
    const groups = new Map<string, GroupCounts>();
    for await (const { group, status } of everySchedule(store, {})) {
      if (group === undefined || status === 'deleted') continue;
      const counts = groups.get(group) ?? { group, active: 0, paused: 0, completed: 0 };
      groups.set(group, { ...counts, [status]: counts[status] + 1 });
    }
    return { groups: [...groups.values()].sort((a, b) => (a.group < b.group ? -1 : 1)) };
  };
