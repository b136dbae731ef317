import { stepFunctions, waitingTasks } from '@almanac/aws';
import { type ConsumerDeps, consumerLambda, consumerSettings, queueOptions, queueSettings } from '@almanac/consumer';
import { type ProcessingJob, processingJob } from '@almanac/contracts';
import { type EventEnvelope, eventFacts, type PostProcessDeps, parseEnvelope, postProcess } from '@almanac/events';
import { env, type FailedTry, onEvent, queue } from '@almanac/lambda';

const config = env({ ...consumerSettings, ...queueSettings });

type Job = Omit<ProcessingJob, 'event'> & { readonly event: EventEnvelope };
type Deps = ConsumerDeps & PostProcessDeps;

export const parseJob = (body: string): Job => {
  const { event, ...job } = processingJob.parse(JSON.parse(body));
  return { ...job, event: parseEnvelope(event) };
};

export const postProcessing = (deps: Deps) => {
  const run = postProcess(deps, 'media-post-processing');
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

const lambda = consumerLambda(config, { stepFunctions });
const deps: Deps = { ...lambda.deps, tasks: waitingTasks(lambda.clients.stepFunctions) };

export const handler = queue({
  ...queueOptions(config, lambda),
  parse: parseJob,
  onMessage: onEvent(postProcessing(deps)),
  onFailure: onFailedTry(deps),
});
