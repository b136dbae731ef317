import { lookup } from 'node:dns/promises';
import type { AllowedHost } from './allowed-hosts.ts';
import { failed, refused } from './errors.ts';
import { type Answer, type ExchangeLimits, exchange, type Method } from './exchange.ts';
import { followed, locationOf } from './redirect.ts';
import { allowedAddresses, type Resolve, targetOf } from './target.ts';

const MAX_REDIRECTS = 5;

export interface OutboundOptions extends Partial<ExchangeLimits> {
  readonly allowedHosts: readonly AllowedHost[];
  /** By default the system's resolver. */
  readonly resolve?: Resolve;
}

export interface OutboundRequest {
  readonly url: string;
  readonly method: Method;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of everything together: names, connections, redirects and the last byte. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface OutboundResponse extends Answer {
  readonly durationMs: number;
  /** How many redirects led to the answer. */
  readonly redirects: number;
}

/** Makes requests to hosts that it was told of, and never to addresses of networks that it was not told of. */
export interface OutboundClient {
  /**
   * @throws AlmanacError `OUTBOUND_REFUSED` for what it does not ask for (`details.reason`), before any connection;
   * `OUTBOUND_TIMEOUT`; `OUTBOUND_FAILED` where the host cannot be reached or breaks off
   */
  request(request: OutboundRequest): Promise<OutboundResponse>;
}

const systemResolve: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

export function outboundClient(options: OutboundOptions): OutboundClient {
  const { allowedHosts, resolve = systemResolve, ca } = options;
  const limits = {
    maxResponseBytes: options.maxResponseBytes ?? 1_048_576,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    ...(ca !== undefined && { ca }),
  };
  return {
    async request({ url, timeoutMs, signal, headers = {}, ...rest }) {
      const started = performance.now();
      const ends = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
      let target = targetOf(url, allowedHosts);
      let sent: Parameters<typeof followed>[0] = { ...rest, headers };
      try {
        for (let redirects = 0; ; redirects++) {
          // Names are looked up anew for each hop, and connected to as they were found.
          const addresses = await unlessAborted(ends, allowedAddresses(target, resolve));
          const answer = await exchange({ ...sent, url: target.url, addresses }, limits, ends);
          const location = locationOf(answer);
          if (location === undefined) return { ...answer, redirects, durationMs: performance.now() - started };
          if (redirects === MAX_REDIRECTS)
            throw refused('redirects', target.host, `More than ${MAX_REDIRECTS} redirects`);
          const next = targetOf(location, allowedHosts, target.url);
          sent = followed(sent, answer.status, next.url.origin === target.url.origin);
          target = next;
        }
      } catch (error) {
        throw failed(error, target.host, ends);
      }
    },
  };
}

/** A resolver cannot be told to stop: it is left to itself. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
