import { sns, snsMails } from '@almanac/aws';
import {
  type ActionDeps,
  actionHandler,
  actionLambda,
  actionSettings,
  queueOptions,
  queueSettings,
} from '@almanac/consumer';
import { systemClock } from '@almanac/kernel';
import { env, parseSnsEnvelope, queue, string } from '@almanac/lambda';
import { actionRequests, onlyHostOf, outboundClient } from '@almanac/outbound';
import { type NotifierDeps, notify, parseActionMessage, parseChannels } from '@almanac/schedules';

const config = env({
  ...actionSettings,
  ...queueSettings,
  NOTIFICATION_CHANNELS: string(),
  EMAIL_TOPIC_ARN: string(),
});

type Deps = ActionDeps & NotifierDeps;

export const onNotification = (deps: Deps, maxReceiveCount: number) =>
  actionHandler({ ...deps, name: 'Notification', maxReceiveCount, perform: notify(deps) });

const lambda = actionLambda(config, { sns });

/** A channel's requests go to its own host; only a webhook of one's own knows our signature. */
const requestsTo: NotifierDeps['requestsTo'] = (channel, url) => {
  const allowedHosts = onlyHostOf(url, channel);
  return actionRequests({
    client: outboundClient({ allowedHosts }),
    allowedHosts,
    clock: systemClock,
    readSecret: lambda.secrets.read,
    ...(channel.type === 'webhook' && { signingSecret: lambda.signingSecret }),
  });
};

const deps: Deps = {
  ...lambda.deps,
  channels: parseChannels(config.NOTIFICATION_CHANNELS),
  requestsTo,
  mails: snsMails(lambda.clients.sns, config.EMAIL_TOPIC_ARN),
  secrets: lambda.secrets,
};

export const handler = queue({
  ...queueOptions(config, lambda),
  parse: (body) => parseActionMessage(parseSnsEnvelope(body)),
  onMessage: onNotification(deps, config.MAX_RECEIVE_COUNT),
});
