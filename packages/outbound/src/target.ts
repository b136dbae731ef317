import { isIP } from 'node:net';
import { refusedRange } from './address.ts';
import { type AllowedHost, allowingEntry } from './allowed-hosts.ts';
import { refused } from './errors.ts';

/** All addresses of a host name. @throws where it has none or cannot be asked for */
export type Resolve = (host: string) => Promise<readonly string[]>;

export interface Target {
  readonly url: URL;
  /** The host's name, or its address without brackets. */
  readonly host: string;
  readonly entry: AllowedHost;
}

/**
 * Whether a URL may be asked for, its addresses aside. Odd spellings of addresses are what they mean by then:
 * the URL parser makes 127.0.0.1 of `0x7f.1`.
 * @param base what a relative reference, as redirects may have it, starts from
 * @throws AlmanacError `OUTBOUND_REFUSED`
 */
export function targetOf(text: string, hosts: readonly AllowedHost[], base?: URL): Target {
  // Parsers disagree about backslashes, blanks and other alphabets; RFC 3986 has none of them.
  const isPlain = /^[\x21-\x7e]+$/.test(text) && !text.includes('\\');
  const url = isPlain ? URL.parse(text, base?.href) : null;
  if (!url) throw refused('url', '', 'The URL is none, or has characters that have to be percent-encoded');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refused('scheme', host, `Requests go over https, not ${url.protocol.slice(0, 20)}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw refused('userinfo', host, 'The URL holds a user name or password: put it into a header');
  }
  return { url, host, entry: allowingEntry(hosts, url) };
}

/**
 * The addresses that a target has now, each of them allowed.
 * @throws AlmanacError `OUTBOUND_REFUSED` where one of them is not: the others are not used either
 */
export async function allowedAddresses({ host, entry }: Target, resolve: Resolve): Promise<readonly string[]> {
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  if (addresses.length === 0) throw Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
  for (const address of addresses) {
    const range = refusedRange(address, entry.private);
    if (range !== undefined) {
      throw refused('address', host, `${host} has an address that requests may not go to (${range})`, {
        address,
        range,
      });
    }
  }
  return addresses;
}
