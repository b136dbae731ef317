import {
  type ActionDeps,
  actionHandler,
  actionLambda,
  actionSettings,
  queueOptions,
  queueSettings,
} from '@almanac/consumer';
import { systemClock } from '@almanac/kernel';
import { env, optionalString, parseSnsEnvelope, queue, string } from '@almanac/lambda';
import { actionRequests, outboundClient, parseAllowedHosts } from '@almanac/outbound';
import { parseActionMessage, performWebAction, type WebActionDeps } from '@almanac/schedules';

const config = env({
  ...actionSettings,
  ...queueSettings,
  WEB_ACTION_HOSTS: string(),
  WEB_ACTION_DEFAULT_ENDPOINT: optionalString(),
});

type Deps = ActionDeps & WebActionDeps;

export const onWebAction = (deps: Deps, maxReceiveCount: number) =>
  actionHandler({ ...deps, name: 'WebAction', maxReceiveCount, perform: performWebAction(deps) });

const lambda = actionLambda(config, {});
const allowedHosts = parseAllowedHosts(config.WEB_ACTION_HOSTS);
const { WEB_ACTION_DEFAULT_ENDPOINT: defaultEndpoint } = config;
const deps: Deps = {
  ...lambda.deps,
  requests: actionRequests({
    client: outboundClient({ allowedHosts }),
    allowedHosts,
    clock: systemClock,
    readSecret: lambda.secrets.read,
    signingSecret: lambda.signingSecret,
  }),
  ...(defaultEndpoint !== undefined && { defaultEndpoint }),
};

export const handler = queue({
  ...queueOptions(config, lambda),
  parse: (body) => parseActionMessage(parseSnsEnvelope(body)),
  onMessage: onWebAction(deps, config.MAX_RECEIVE_COUNT),
});
