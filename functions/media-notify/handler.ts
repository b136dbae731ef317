import { dynamoSendings, sns, snsNotifications } from '@almanac/aws';
import { type ConsumerDeps, consumerLambda, consumerSettings, eventConsumer } from '@almanac/consumer';
import { type NotifyDeps, notifyOfFiles, parseEnvelope } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { env, event, string } from '@almanac/lambda';

const config = env({ ...consumerSettings, MEDIA_WORK_TABLE: string(), NOTIFICATIONS_TOPIC_ARN: string() });

type Deps = ConsumerDeps & NotifyDeps;

export const fileNotifications = (deps: Deps) =>
  eventConsumer(deps, { name: 'media-notify', accepts: notifyOfFiles(deps) });

const { clients, deps } = consumerLambda(config, { sns });
const consumer = fileNotifications({
  ...deps,
  sendings: dynamoSendings(clients.dynamo, config.MEDIA_WORK_TABLE, systemClock),
  notifications: snsNotifications(clients.sns, config.NOTIFICATIONS_TOPIC_ARN),
});

export const handler = event({ ...consumer, parse: parseEnvelope });
