import type { Preview } from '@almanac/schedules';
import { table } from './table.ts';

/** Runs in UTC and on the clock of the zone, and what is to be said of them. */
export function previewText({ next_executions, local_times, dst_notes, notes }: Preview): string {
  const runs = next_executions.map((utc, i) => ({ utc, local: local_times[i] ?? '' }));
  const columns = [
    { title: 'UTC', value: (run: (typeof runs)[number]) => run.utc },
    { title: 'LOCAL', value: (run: (typeof runs)[number]) => run.local },
  ];
  return [table(runs, columns, 'No runs.'), ...[...dst_notes, ...notes].map((note) => `note: ${note}`)].join('\n');
}
