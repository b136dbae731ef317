import { changeLambda, changeSettings } from '@almanac/consumer';
import { AlmanacError } from '@almanac/kernel';
import { env, type ScheduledRun, schedule, type Telemetry } from '@almanac/lambda';
import { reconcileSchedules, type SyncDeps } from '@almanac/schedules';

const config = env(changeSettings);

type Deps = SyncDeps & { readonly telemetry: Telemetry };

export const onRun =
  (deps: Deps) =>
  async ({ signal }: Pick<ScheduledRun, 'signal'>): Promise<void> => {
    const { logger, metrics } = deps.telemetry;
    const { failed, ...report } = await reconcileSchedules(deps)({ repair: true, signal });
    const { checked, repaired, removed, completed, foreign, finished } = report;
    metrics.addMetric('SchedulesChecked', 'Count', checked);
    metrics.addMetric('ScheduleDrift', 'Count', repaired.length + removed.length);
    metrics.addMetric('SchedulesCompleted', 'Count', completed.length);
    metrics.addMetric('ScheduleRepairsFailed', 'Count', failed.length);
    logger.info('schedules reconciled', { ...report, failed: failed.length });
    if (foreign.length > 0) logger.warn('schedules that Almanac never made are in its group', { foreign });
    for (const one of failed) logger.error('schedule not reconciled', one);
    const [first] = failed;
    if (first) throw notReconciled(failed.length, first);
    if (finished) metrics.addMetric('SchedulesReconciled', 'Count', 1);
    else logger.warn('time ran out before all schedules were checked; the next run begins anew');
  };

const notReconciled = (
  count: number,
  { schedule_id, error, message }: { schedule_id: string; error: string; message: string },
) =>
  new AlmanacError(
    'RECONCILE_INCOMPLETE',
    `${count} ${count === 1 ? 'schedule' : 'schedules'} could not be reconciled, the first ${schedule_id}: ${error} ${message}`,
  );

const { deps } = changeLambda(config);

export const handler = schedule({ telemetry: deps.telemetry, onRun: onRun(deps) });
