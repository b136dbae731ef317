import { awsClients, awsTopicDeps, dynamo, sns, snsScheduleAlerts } from '@almanac/aws';
import { scheduleOnce } from '@almanac/consumer';
import { env, loggingCalls, type ScheduledRun, schedule, string, type Telemetry, telemetry } from '@almanac/lambda';
import { type WeeklyAdviceDeps, weeklyAdvice } from '@almanac/schedules';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  TOPICS_TABLE: string(),
  TOPIC_SCHEDULES_TABLE: string(),
  TOPIC_PERFORMANCE_TABLE: string(),
  SLOT_RULES: string(),
  SCHEDULE_ALERT_TOPIC_ARN: string(),
  SCHEDULE_CLAIMS_TABLE: string(),
});

type Deps = WeeklyAdviceDeps & { readonly telemetry: Telemetry };

export const onRun =
  (deps: Deps) =>
  async ({ correlationId, remainingMs }: Pick<ScheduledRun, 'correlationId' | 'remainingMs'>): Promise<void> => {
    const { topics, recommendations, falling } = await weeklyAdvice(deps)({ id: correlationId, remainingMs });
    const { logger, metrics } = deps.telemetry;
    metrics.addMetric('TopicReviewsDone', 'Count', 1);
    logger.info('topics reviewed', { topics, recommendations, falling });
  };

const optimizerTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ dynamo, sns }, loggingCalls(optimizerTelemetry));
const deps: Deps = {
  ...awsTopicDeps(clients.dynamo, config),
  telemetry: optimizerTelemetry,
  alerts: snsScheduleAlerts(clients.sns, config.SCHEDULE_ALERT_TOPIC_ARN),
  once: scheduleOnce(clients.dynamo, config.SCHEDULE_CLAIMS_TABLE),
};

export const handler = schedule({ telemetry: optimizerTelemetry, onRun: onRun(deps) });
