import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';

const KINDS = ['ntfy', 'slack', 'teams', 'webhook', 'email'] as const;
export type ChannelKind = (typeof KINDS)[number];

const settings = z.strictObject({
  type: z.enum(KINDS).optional(),
  url: z.url().optional(),
  secret_arn: z.string().startsWith('arn:').optional(),
  default: z.boolean().default(false),
  http: z.boolean().default(false),
  private: z.boolean().default(false),
});

/** A way to reach people. */
export interface Channel {
  readonly name: string;
  readonly type: ChannelKind;
  /** Its address, or the ARN of the secret that holds it; neither for e-mail. */
  readonly url?: string;
  readonly secret_arn?: string;
  readonly isDefault: boolean;
  /** Whether plain http, and whether an address of a private network, is meant. */
  readonly http: boolean;
  readonly private: boolean;
}

/**
 * Reads the configured channels: a JSON object of name -> `{"type"?, "url"? | "secret_arn"?, "default"?, "http"?, "private"?}`,
 * nulls being as good as absent. A channel named like a type has that type.
 * @throws AlmanacError `INVALID_CHANNELS` naming everything that is wrong
 */
export function parseChannels(text: string): Channel[] {
  const parsed = z.record(z.string().min(1), settings).safeParse(jsonOf(text));
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'channels'}: ${message}`));
  }
  const entries = Object.entries(parsed.data);
  const problems = entries.flatMap(([name, entry]) => faultsOf(name, entry).map((fault) => `${name}: ${fault}`));
  if (problems.length > 0) throw invalid(problems);
  return entries.map(([name, { type, default: isDefault, ...rest }]) => ({
    ...definedOf(rest),
    name,
    type: type ?? z.enum(KINDS).parse(name),
    isDefault,
  }));
}

function faultsOf(name: string, { type, url, secret_arn }: z.infer<typeof settings>): string[] {
  const kind = type ?? name;
  if (!z.enum(KINDS).safeParse(kind).success) return [`needs a type (${KINDS.join(', ')})`];
  const addresses = [url, secret_arn].filter((address) => address !== undefined).length;
  if (kind === 'email') return addresses === 0 ? [] : ['e-mail has its addresses in notification_emails'];
  return addresses === 1 ? [] : ['needs either url or secret_arn'];
}

const definedOf = ({ url, secret_arn, ...rest }: Omit<z.infer<typeof settings>, 'type' | 'default'>) => ({
  ...rest,
  ...(url !== undefined && { url }),
  ...(secret_arn !== undefined && { secret_arn }),
});

const invalid = (problems: readonly string[]) =>
  new AlmanacError('INVALID_CHANNELS', `The notification channels are wrong: ${problems.join('; ')}`, { problems });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text, (_, value) => value ?? undefined);
  } catch {
    return undefined;
  }
}

/**
 * The channels that a notification asks for, or those of the configuration: what is marked `default`, or the only one.
 * @returns names that are no channel besides, so that the others are not kept waiting
 * @throws AlmanacError `NO_DEFAULT_CHANNEL`
 */
export function chosenChannels(channels: readonly Channel[], names: readonly string[] | undefined) {
  if (names) {
    const wanted = [...new Set(names)];
    const unknown = wanted.filter((name) => !channels.some((channel) => channel.name === name));
    return { chosen: channels.filter(({ name }) => wanted.includes(name)), unknown };
  }
  const defaults = channels.length === 1 ? channels : channels.filter(({ isDefault }) => isDefault);
  if (defaults.length > 0) return { chosen: defaults, unknown: [] };
  throw new AlmanacError(
    'NO_DEFAULT_CHANNEL',
    `The payload names no notification_channel, and none is the default: ${configured(channels)}`,
  );
}

/** @throws AlmanacError `UNKNOWN_CHANNEL` */
export function refuseUnknown(channels: readonly Channel[], unknown: readonly string[]): void {
  if (unknown.length === 0) return;
  const names = unknown.map((name) => JSON.stringify(name)).join(', ');
  throw new AlmanacError('UNKNOWN_CHANNEL', `There is no channel ${names}: ${configured(channels)}`, {
    unknown,
    channels: channels.map(({ name }) => name),
  });
}

const configured = (channels: readonly Channel[]): string =>
  channels.length === 0
    ? 'set notification_channels, none is configured'
    : `configured are ${channels.map(({ name }) => name).join(', ')}`;
