import { pageText } from '../pages.ts';
import { table, toSeconds } from '../table.ts';
import type { Run } from './answers.ts';

/** What became of the action of a run, in a few words. */
export function actionText({ action }: Pick<Run, 'action'>): string {
  if (!action) return '';
  const status = action.http_status === undefined ? '' : ` (HTTP ${action.http_status})`;
  return `${action.outcome}${status}${action.error === undefined ? '' : `: ${action.error.code}: ${action.error.message}`}`;
}

/** Runs, one a line. */
export const runsText = (runs: readonly Run[], next: string | null): string =>
  pageText(
    table(
      runs,
      [
        { title: 'RUN', value: (run) => run.run_id },
        { title: 'PLANNED', value: (run) => toSeconds(run.planned_time) },
        { title: 'STARTED', value: (run) => toSeconds(run.started_at ?? undefined) },
        { title: 'BY', value: (run) => (run.manual ? 'hand' : 'plan') },
        { title: 'TRY', value: (run) => run.attempt },
        { title: 'OUTCOME', value: (run) => run.outcome },
        { title: 'MS', value: (run) => run.latency_ms ?? '' },
        { title: 'ACTION', value: actionText },
        { title: 'REASON', value: (run) => run.error ?? run.reason ?? '' },
      ],
      'No runs.',
    ),
    next,
  );
