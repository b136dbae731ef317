import type { Clock } from '@almanac/kernel';
import { type AllowedHost, allowingEntry } from './allowed-hosts.ts';
import type { OutboundClient, OutboundRequest, OutboundResponse } from './client.ts';
import { sign } from './signature.ts';
import { targetOf } from './target.ts';

const USER_AGENT = 'almanac/0.1 (+schedules)';
/** Headers that are ours or the connection's, whoever wishes otherwise. */
const RESERVED =
  /^(host|content-length|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|accept-encoding|user-agent|idempotency-key|proxy-.*|x-almanac-.*)$/;

/** A request as somebody asked for it, on behalf of a run where there is one. */
export interface ActionRequest extends OutboundRequest {
  /** The same for each try, by which a receiver knows a repeat. */
  readonly idempotencyKey: string;
  readonly scheduleId?: string;
  readonly runId?: string;
}

export interface ActionResponse extends OutboundResponse {
  /** Headers that were asked for and not sent, because they are not the asker's to set. */
  readonly ignoredHeaders: readonly string[];
}

export interface ActionRequestDeps {
  readonly client: OutboundClient;
  readonly allowedHosts: readonly AllowedHost[];
  readonly clock: Clock;
  /** Value of a secret by its ARN. */
  readonly readSecret: (arn: string) => Promise<string>;
  /** Key of the signatures. Absent: requests go unsigned, to receivers that know no signature. */
  readonly signingSecret?: () => Promise<string>;
}

/** Makes requests that say who sends them: signed, with their ids, and with the secret header that a host is configured with. */
export const actionRequests = (deps: ActionRequestDeps) => ({
  async send({ idempotencyKey, scheduleId, runId, headers = {}, ...request }: ActionRequest): Promise<ActionResponse> {
    const { url } = targetOf(request.url, deps.allowedHosts);
    const secret = await secretHeader(deps, allowingEntry(deps.allowedHosts, url));
    const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const isKept = ([name]: readonly [string, string]) => !RESERVED.test(name) && !Object.hasOwn(secret, name);
    const body = request.body ?? '';
    const response = await deps.client.request({
      ...request,
      headers: {
        ...Object.fromEntries(given.filter(isKept)),
        ...secret,
        'accept-encoding': 'identity', // a compressed answer could unfold to any size
        'user-agent': USER_AGENT,
        'idempotency-key': idempotencyKey,
        ...(scheduleId !== undefined && { 'x-almanac-schedule-id': scheduleId }),
        ...(runId !== undefined && { 'x-almanac-run-id': runId }),
        ...(deps.signingSecret && sign(body, await deps.signingSecret(), deps.clock.now())),
      },
    });
    return { ...response, ignoredHeaders: given.filter((header) => !isKept(header)).map(([name]) => name) };
  },
});

async function secretHeader({ readSecret }: ActionRequestDeps, entry: AllowedHost): Promise<Record<string, string>> {
  if (entry.secret_arn === undefined) return {};
  // A file that was put there ends with a line break, which no header may have.
  return { [entry.secret_header ?? 'authorization']: (await readSecret(entry.secret_arn)).trim() };
}
