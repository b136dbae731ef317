import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';
import { refused } from './errors.ts';

/** `*.` and a name of two labels at least: `*.com` would be everybody's. */
const WILDCARD = /^\*(\.[a-z0-9-]+){2,}$/;

/** A name or address as URLs have it once they are parsed, without the brackets of IPv6; undefined where it is none. */
function hostName(text: string): string | undefined {
  if (!/^[a-z0-9.:_[\]-]+$/.test(text)) return undefined;
  const bracketed = text.includes(':') && !text.startsWith('[') ? `[${text}]` : text;
  const url = URL.parse(`http://${bracketed}`);
  if (!url || url.href !== `http://${url.hostname}/` || url.hostname.endsWith('.')) return undefined;
  return url.hostname.replace(/^\[|\]$/g, '');
}

const host = z.string().transform((text, context) => {
  const lower = text.toLowerCase();
  const name = WILDCARD.test(lower) ? lower : hostName(lower);
  if (name !== undefined) return name;
  context.addIssue(`"${text}" is neither a host name, an address, nor *. before a name such as *.example.com`);
  return z.NEVER;
});

const allowedHost = z
  .strictObject({
    host,
    port: z.int().min(1).max(65_535).optional(),
    any_port: z.boolean().default(false),
    http: z.boolean().default(false),
    private: z.boolean().default(false),
    secret_arn: z.string().startsWith('arn:').optional(),
    secret_header: z
      .string()
      .regex(/^[a-z0-9-]+$/i, 'is no name of a header')
      .toLowerCase()
      .optional(),
  })
  .refine((entry) => !entry.private || !entry.host.startsWith('*'), {
    path: ['private'],
    error: 'needs an exact host, not a wildcard',
  })
  .refine((entry) => !entry.any_port || (entry.private && entry.port === undefined), {
    path: ['any_port'],
    error: 'is for private hosts without a port only',
  })
  .refine((entry) => entry.secret_header === undefined || entry.secret_arn !== undefined, {
    path: ['secret_header'],
    error: 'needs a secret_arn',
  })
  .refine((entry) => entry.secret_arn === undefined || !entry.http || entry.private, {
    path: ['secret_arn'],
    error: 'would cross the internet in clear text: remove http',
  });

/** A host that requests may go to. */
export type AllowedHost = z.infer<typeof allowedHost>;

/**
 * Reads an allow-list: a JSON array of `{"host", "port"?, "any_port"?, "http"?, "private"?, "secret_arn"?, "secret_header"?}`, nulls being
 * as good as absent. `host` is exact or `*.example.com` (any depth below, not itself); without `port` it is the scheme's own, with `any_port` whichever the URL has;
 * `http` allows plain http; `private` allows addresses of private networks and of this machine.
 * @throws AlmanacError `INVALID_ALLOWED_HOSTS` naming every wrong entry
 */
export function parseAllowedHosts(text: string): AllowedHost[] {
  const parsed = z.array(allowedHost).safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the list'}: ${message}`);
  throw new AlmanacError('INVALID_ALLOWED_HOSTS', `The list of allowed hosts is wrong: ${problems.join('; ')}`, {
    problems,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text, (_, value) => value ?? undefined);
  } catch {
    return undefined;
  }
}

const nameOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

const matches = (entry: AllowedHost, name: string): boolean =>
  entry.host.startsWith('*.') ? name.endsWith(entry.host.slice(1)) : entry.host === name;

const hasPort = ({ port, any_port }: AllowedHost, url: URL): boolean => {
  if (any_port) return true;
  return port === undefined ? url.port === '' : `${port}` === effectivePort(url);
};

/** The first entry that allows a URL. @throws AlmanacError `OUTBOUND_REFUSED` where none does */
export function allowingEntry(hosts: readonly AllowedHost[], url: URL): AllowedHost {
  const name = nameOf(url);
  const named = hosts.filter((entry) => matches(entry, name));
  if (named.length === 0) throw refused('host', name, `${name} is not among the allowed hosts`);
  const byScheme = named.filter(({ http }) => url.protocol === 'https:' || http);
  if (byScheme.length === 0) throw refused('scheme', name, `${name} is allowed over https only`);
  const found = byScheme.find((entry) => hasPort(entry, url));
  if (!found) throw refused('port', name, `Port ${effectivePort(url)} of ${name} is not allowed`);
  return found;
}

/** A parsed URL does not show its scheme's own port. */
const effectivePort = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80');

/** A list of the one host that a URL names, for addresses that are configured one by one; empty where it is no URL. */
export function onlyHostOf(
  url: string,
  { http, private: isPrivate }: { http: boolean; private: boolean },
): AllowedHost[] {
  const parsed = URL.parse(url);
  if (!parsed) return [];
  const port = parsed.port === '' ? undefined : Number(parsed.port);
  return parseAllowedHosts(JSON.stringify([{ host: nameOf(parsed), port, http, private: isPrivate }]));
}
