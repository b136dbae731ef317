import { dynamoDownloadCounts } from '@almanac/aws';
import {
  type ConsumerDeps,
  consumerLambda,
  consumerSettings,
  eventConsumer,
  queueOptions,
  queueSettings,
} from '@almanac/consumer';
import { countDownloads, type DownloadCounts, parseEnvelopeText } from '@almanac/events';
import { env, onEvent, queue, string } from '@almanac/lambda';

const config = env({ ...consumerSettings, ...queueSettings, MEDIA_WORK_TABLE: string() });

type Deps = ConsumerDeps & { readonly counts: DownloadCounts };

export const downloadCounts = (deps: Deps) =>
  eventConsumer(deps, { name: 'media-analytics', accepts: countDownloads(deps.counts) });

const lambda = consumerLambda(config, {});
const deps: Deps = { ...lambda.deps, counts: dynamoDownloadCounts(lambda.clients.dynamo, config.MEDIA_WORK_TABLE) };

export const handler = queue({
  ...queueOptions(config, lambda),
  parse: parseEnvelopeText,
  onMessage: onEvent(downloadCounts(deps)),
});
