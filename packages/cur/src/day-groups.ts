import type { DayOfSums } from './ports.ts';

/** Usage days that are worked on together. */
export interface DayGroup {
  /** Ascending. */
  readonly days: readonly string[];
  /** Sums of these days in all files together. */
  readonly rows: number;
}

/**
 * All days of some files in order, as many together as `rowBudget` sums allow: all of them where they fit. A day that has
 * more by itself is a group of its own.
 */
export function dayGroups(files: Iterable<readonly DayOfSums[]>, rowBudget: number): DayGroup[] {
  const rowsByDay = new Map<string, number>();
  for (const days of files) for (const { day, rows } of days) rowsByDay.set(day, (rowsByDay.get(day) ?? 0) + rows);
  const groups: { days: string[]; rows: number }[] = [];
  for (const [day, rows] of [...rowsByDay].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = groups.at(-1);
    if (last && last.rows + rows <= rowBudget) {
      last.days.push(day);
      last.rows += rows;
    } else groups.push({ days: [day], rows });
  }
  return groups;
}
