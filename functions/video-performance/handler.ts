import { dynamoPerformance } from '@almanac/aws';
import {
  type ConsumerDeps,
  consumerLambda,
  consumerSettings,
  eventConsumer,
  queueOptions,
  queueSettings,
} from '@almanac/consumer';
import { videoPublished } from '@almanac/contracts';
import { parseEnvelopeText, when } from '@almanac/events';
import { env, onEvent, queue, string } from '@almanac/lambda';
import { type PerformanceStore, videoPerformanceOf } from '@almanac/schedules';

const config = env({ ...consumerSettings, ...queueSettings, TOPIC_PERFORMANCE_TABLE: string() });

type Deps = ConsumerDeps & { readonly performance: PerformanceStore };

export const videoPerformance = (deps: Deps) =>
  eventConsumer(deps, {
    name: 'video-performance',
    accepts: [
      when(videoPublished, async ({ id, detail }) => {
        await deps.performance.record(videoPerformanceOf(id, detail));
      }),
    ],
  });

const lambda = consumerLambda(config, {});
const deps: Deps = {
  ...lambda.deps,
  performance: dynamoPerformance(lambda.clients.dynamo, config.TOPIC_PERFORMANCE_TABLE),
};

export const handler = queue({
  ...queueOptions(config, lambda),
  parse: parseEnvelopeText,
  onMessage: onEvent(videoPerformance(deps)),
});
