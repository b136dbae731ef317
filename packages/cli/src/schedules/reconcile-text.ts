import type { ReconcileReport } from '@almanac/schedules';
import { table } from '../table.ts';

/** Whether all agrees when it is over: what was repaired does, what was only found does not. */
export const isInStep = (
  { repaired, removed, completed, failed, finished }: ReconcileReport,
  repair: boolean,
): boolean => finished && failed.length === 0 && (repair || repaired.length + removed.length + completed.length === 0);

/** What differed, and what came of it. */
export function reconcileText(report: ReconcileReport, repair: boolean): string {
  const done = (did: string, would: string) => (repair ? did : would);
  const rows = [
    ...report.repaired.map((id) => [id, 'differs from its record', done('repaired', 'to be repaired')] as const),
    ...report.removed.map((id) => [id, 'no record wants it', done('removed', 'to be removed')] as const),
    ...report.completed.map((id) => [id, 'its time is over', done('completed', 'to be completed')] as const),
    ...report.failed.map(({ schedule_id: id, message }) => [id, message, 'failed'] as const),
    ...report.foreign.map((id) => [id, 'not made by Almanac', 'left alone'] as const),
  ];
  const differing = rows.length - report.foreign.length;
  const found = table(
    rows,
    [
      { title: 'SCHEDULE', value: ([id]) => id },
      { title: 'FOUND', value: ([, what]) => what },
      { title: 'DONE', value: ([, , did]) => did },
    ],
    '',
  );
  return [...(rows.length > 0 ? [found, ''] : []), verdict(report, differing, repair)].join('\n');
}

function verdict(report: ReconcileReport, differing: number, repair: boolean): string {
  const all = `${report.checked} ${report.checked === 1 ? 'schedule' : 'schedules'}`;
  if (differing === 0) return `Records and EventBridge Scheduler agree in ${all}.`;
  if (!repair) return `${differing} of ${all} ${differing === 1 ? 'differs' : 'differ'}; --repair makes them agree.`;
  return isInStep(report, repair)
    ? `${differing} of ${all} differed, and ${differing === 1 ? 'agrees' : 'agree'} now.`
    : `${report.failed.length} of ${all} could not be repaired.`;
}
