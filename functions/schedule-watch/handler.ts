import { awsClients, dynamo, dynamoRunHistory, dynamoScheduleStore } from '@almanac/aws';
import { type Clock, systemClock } from '@almanac/kernel';
import { env, loggingCalls, schedule, string, type Telemetry, telemetry, wholeNumber } from '@almanac/lambda';
import { findMissedRuns, type MissedRunsDeps } from '@almanac/schedules';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  SCHEDULES_TABLE: string(),
  SCHEDULE_CLAIMS_TABLE: string(),
  SCHEDULE_AUDIT_TABLE: string(),
  SCHEDULE_RUNS_TABLE: string(),
  GRACE_MINUTES: wholeNumber(1),
  WINDOW_MINUTES: wholeNumber(15),
});

interface Deps extends MissedRunsDeps {
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly graceMinutes: number;
  /** How far back it looks. */
  readonly windowMinutes: number;
}

export const onRun = (deps: Deps) => async (): Promise<void> => {
  const { logger, metrics } = deps.telemetry;
  const to = deps.clock.now();
  const from = new Date(to.getTime() - (deps.windowMinutes + deps.graceMinutes) * 60_000);
  const missed = await findMissedRuns(deps)(from, to, deps.graceMinutes);
  for (const run of missed) logger.error('run missed', { ...run });
  metrics.addMetric('ScheduleRunsMissed', 'Count', missed.length);
  logger.info('runs looked for', { from: from.toISOString(), to: to.toISOString(), missed: missed.length });
};

const watchTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ dynamo }, loggingCalls(watchTelemetry));
const tables = {
  schedules: config.SCHEDULES_TABLE,
  claims: config.SCHEDULE_CLAIMS_TABLE,
  audit: config.SCHEDULE_AUDIT_TABLE,
};

export const handler = schedule({
  telemetry: watchTelemetry,
  onRun: onRun({
    telemetry: watchTelemetry,
    store: dynamoScheduleStore(clients.dynamo, tables, systemClock),
    history: dynamoRunHistory(clients.dynamo, config.SCHEDULE_RUNS_TABLE, systemClock),
    clock: systemClock,
    graceMinutes: config.GRACE_MINUTES,
    windowMinutes: config.WINDOW_MINUTES,
  }),
});
