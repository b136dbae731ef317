import { isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';

/** One request to addresses that were checked. */
export interface Exchange {
  readonly url: URL;
  readonly addresses: readonly string[];
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ExchangeLimits {
  readonly maxResponseBytes: number;
  readonly connectTimeoutMs: number;
  /** Certificate authorities besides the usual ones, for servers of one's own. */
  readonly ca?: string;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case; the values of a repeated one joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body was longer than `maxResponseBytes`, and is cut there. */
  readonly isTruncated: boolean;
}

/** Connects to these addresses and asks no resolver: a name that has got another address since cannot lead elsewhere. */
const pinnedTo = (addresses: readonly string[]): LookupFunction => {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    if (options.all) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
};

/** Makes one request on a connection of its own, which is closed at the end of it in any case. */
export async function exchange(what: Exchange, limits: ExchangeLimits, signal: AbortSignal): Promise<Answer> {
  const agent = new Agent({
    connect: {
      lookup: pinnedTo(what.addresses),
      timeout: limits.connectTimeoutMs,
      ...(limits.ca !== undefined && { ca: limits.ca }),
    },
    // Of several addresses, how long each but the last is tried: Node's 250 ms are too short across oceans.
    autoSelectFamilyAttemptTimeout: 1_000,
    // The signal ends everything in time.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    const { method, headers, body = null } = what;
    const response = await request(what.url, { dispatcher: agent, method, headers, body, signal });
    return {
      status: response.statusCode,
      headers: Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
      ),
      ...(await readUpTo(limits.maxResponseBytes, response.body)),
    };
  } finally {
    await agent.destroy();
  }
}

async function readUpTo(maxBytes: number, stream: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isTruncated = false;
  for await (const chunk of stream) {
    isTruncated = size + chunk.length > maxBytes;
    chunks.push(chunk.subarray(0, maxBytes - size));
    size += chunk.length;
    if (isTruncated) break;
  }
  return { body: new TextDecoder().decode(Buffer.concat(chunks)), isTruncated };
}
