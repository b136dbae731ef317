import { awsTopicDeps, engineTarget, schedulerEngine } from '@almanac/aws';
import { changeLambda, changeSettings } from '@almanac/consumer';
import { AlmanacError } from '@almanac/kernel';
import { env, type ScheduledRun, schedule, string, type Telemetry } from '@almanac/lambda';
import { reconcileSchedules, reconcileTopicSchedules, type SyncDeps, type TopicRepair } from '@almanac/schedules';

const config = env({
  ...changeSettings,
  TOPICS_TABLE: string(),
  TOPIC_SCHEDULES_TABLE: string(),
  TOPIC_PERFORMANCE_TABLE: string(),
  TOPIC_SCHEDULE_GROUP: string(),
  SLOT_RULES: string(),
});

type Deps = SyncDeps & {
  readonly telemetry: Telemetry;
  readonly reconcileTopics: () => Promise<readonly TopicRepair[]>;
};

export const onRun =
  (deps: Deps) =>
  async ({ signal }: Pick<ScheduledRun, 'signal'>): Promise<void> => {
    const { logger, metrics } = deps.telemetry;
    const topics = await deps.reconcileTopics();
    const { failed: failedSchedules, ...report } = await reconcileSchedules(deps)({ repair: true, signal });
    const { checked, repaired, removed, completed, foreign, finished } = report;
    const failed = [...failedSchedules, ...topics.flatMap(failureOf)];
    const mended = topics.filter(({ error }) => error === undefined);
    metrics.addMetric('SchedulesChecked', 'Count', checked);
    metrics.addMetric('ScheduleDrift', 'Count', repaired.length + removed.length + mended.length);
    metrics.addMetric('SchedulesCompleted', 'Count', completed.length);
    metrics.addMetric('ScheduleRepairsFailed', 'Count', failed.length);
    logger.info('schedules reconciled', { ...report, topics: mended, failed: failed.length });
    if (foreign.length > 0) logger.warn('schedules that Almanac never made are in its group', { foreign });
    for (const one of failed) logger.error('schedule not reconciled', one);
    const [first] = failed;
    if (first) throw notReconciled(failed.length, first);
    if (finished) metrics.addMetric('SchedulesReconciled', 'Count', 1);
    else logger.warn('time ran out before all schedules were checked; the next run begins anew');
  };

const failureOf = ({ subject, problem, error }: TopicRepair) =>
  error === undefined ? [] : [{ schedule_id: subject, error: problem, message: error }];

const notReconciled = (
  count: number,
  { schedule_id, error, message }: { schedule_id: string; error: string; message: string },
) =>
  new AlmanacError(
    'RECONCILE_INCOMPLETE',
    `${count} ${count === 1 ? 'schedule' : 'schedules'} could not be reconciled, the first ${schedule_id}: ${error} ${message}`,
  );

const { clients, deps } = changeLambda(config, {});
const topicEngine = schedulerEngine(clients.scheduler, engineTarget(config.TOPIC_SCHEDULE_GROUP, config));
const reconcileTopics = reconcileTopicSchedules({ ...awsTopicDeps(clients.dynamo, config), engine: topicEngine });

export const handler = schedule({ telemetry: deps.telemetry, onRun: onRun({ ...deps, reconcileTopics }) });
