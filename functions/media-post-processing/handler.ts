import { awsClients, dynamoHandledEvents, sqsQuarantine, sqsVisibility, waitingTasks } from '@almanac/aws';
import { type ProcessingJob, processingJob } from '@almanac/contracts';
import { type EventEnvelope, eventFacts, type PostProcessDeps, parseEnvelope, postProcess } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { env, type FailedTry, onEvent, queue, string, type Telemetry, telemetry, wholeNumber } from '@almanac/lambda';

const CONSUMER = 'media-post-processing';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  HANDLED_EVENTS_TABLE: string(),
  QUARANTINE_QUEUE_URL: string(),
  QUEUE_URL: string(),
  MAX_RECEIVE_COUNT: wholeNumber(1),
  RETRY_DELAY_SECONDS: wholeNumber(),
});

type Job = Omit<ProcessingJob, 'event'> & { readonly event: EventEnvelope };
type Deps = PostProcessDeps & { readonly telemetry: Telemetry };

export const parseJob = (body: string): Job => {
  const { event, ...job } = processingJob.parse(JSON.parse(body));
  return { ...job, event: parseEnvelope(event) };
};

export const postProcessing = (deps: Deps) => {
  const run = postProcess(deps, CONSUMER);
  return {
    telemetry: deps.telemetry,
    facts: ({ event }: Job) => eventFacts(event),
    consume: (job: Job, attempt: { remainingMs: number }) => run(job, job.event, attempt),
  };
};

/** On the last try the state machine is told, so that it need not wait until its time runs out. */
export const onFailedTry =
  ({ tasks }: Pick<Deps, 'tasks'>) =>
  async ({ message, error, final }: FailedTry<Job>): Promise<void> => {
    if (final && message) await tasks.fail(message.taskToken, error.code, error.message);
  };

const jobTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ onCall: (call) => jobTelemetry.logger.debug('aws call', { call }) });
const deps: Deps = {
  telemetry: jobTelemetry,
  handled: dynamoHandledEvents(clients.dynamo, config.HANDLED_EVENTS_TABLE, systemClock),
  quarantine: sqsQuarantine(clients.sqs, config.QUARANTINE_QUEUE_URL),
  clock: systemClock,
  tasks: waitingTasks(clients.stepFunctions),
};

export const handler = queue({
  telemetry: jobTelemetry,
  parse: parseJob,
  onMessage: onEvent(postProcessing(deps)),
  onFailure: onFailedTry(deps),
  changeVisibility: sqsVisibility(clients.sqs, config.QUEUE_URL),
  maxReceiveCount: config.MAX_RECEIVE_COUNT,
  retryDelaySeconds: config.RETRY_DELAY_SECONDS,
});
