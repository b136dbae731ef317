import { dynamoMediaFiles } from '@almanac/aws';
import {
  type ConsumerDeps,
  consumerLambda,
  consumerSettings,
  eventConsumer,
  queueOptions,
  queueSettings,
} from '@almanac/consumer';
import { followFiles, type MediaFiles, parseEnvelopeText } from '@almanac/events';
import { env, onEvent, queue, string } from '@almanac/lambda';

const config = env({ ...consumerSettings, ...queueSettings, MEDIA_FILES_TABLE: string() });

type Deps = ConsumerDeps & { readonly files: MediaFiles };

export const fileStatus = (deps: Deps) =>
  eventConsumer(deps, { name: 'media-file-status', accepts: followFiles(deps.files) });

const lambda = consumerLambda(config, {});
const deps: Deps = { ...lambda.deps, files: dynamoMediaFiles(lambda.clients.dynamo, config.MEDIA_FILES_TABLE) };

export const handler = queue({
  ...queueOptions(config, lambda),
  parse: parseEnvelopeText,
  onMessage: onEvent(fileStatus(deps)),
});
