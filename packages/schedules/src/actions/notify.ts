import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';
import type { Attempt, RequestedAction } from './action-message.ts';
import { checkAnswer } from './answer.ts';
import { channelRequest } from './channel-request.ts';
import { type Channel, chosenChannels, refuseUnknown } from './channels.ts';
import { hostOf } from './host-of.ts';
import { type Notification, notificationOf } from './notification.ts';
import { sender } from './perform-web-action.ts';
import type { Mails, Once, Secrets, WebRequests } from './ports.ts';
import { isFinal, type SettleDeps, type Settled, settle } from './settle.ts';

const TIMEOUT_MS = 10_000;

export interface NotifierDeps extends SettleDeps {
  readonly channels: readonly Channel[];
  /** Makes requests to one channel: to the host of its URL and to no other. */
  readonly requestsTo: (channel: Channel, url: string) => WebRequests;
  readonly mails: Mails;
  readonly secrets: Pick<Secrets, 'read'>;
  readonly once: Once;
}

export interface NotifyResult extends Settled {
  readonly channels: readonly string[];
}

/**
 * Tells people through each channel that a notification asks for, through each of them once: where one fails, the next try
 * is that one's alone.
 * @throws where a channel has to be tried again
 */
export const notify =
  (deps: NotifierDeps) =>
  async (message: RequestedAction, attempt: Attempt): Promise<NotifyResult> => {
    let channels: string[] = [];
    const settled = await settle(deps, message, attempt, async () => {
      const notification = notificationOf(message);
      const { chosen, unknown } = chosenChannels(deps.channels, notification.channels);
      channels = chosen.map(({ name }) => name);
      const told = await Promise.allSettled(
        chosen.map((channel) =>
          deps.once(`notification#${channel.name}#${message.idempotency_key}`, attempt.remainingMs, () =>
            tell(deps, channel, notification, message, attempt),
          ),
        ),
      );
      throwWorst(told.flatMap((result) => (result.status === 'rejected' ? [result.reason] : [])));
      refuseUnknown(deps.channels, unknown);
      return { isRepeat: told.every((result) => result.status === 'fulfilled' && result.value === 'before') };
    });
    return { ...settled, channels };
  };

/** An error that another try may mend comes first: there has to be one. */
function throwWorst(errors: readonly unknown[]): void {
  const worst = errors.find((error) => !isFinal(error)) ?? errors[0];
  if (worst !== undefined) throw worst;
}

async function tell(
  deps: NotifierDeps,
  channel: Channel,
  notification: Notification,
  message: RequestedAction,
  attempt: Attempt,
): Promise<void> {
  const { title, text } = notification;
  if (channel.type === 'email') return deps.mails.send({ subject: title, text });
  const address = await addressOf(deps, channel);
  const { url, body } = channelRequest(channel.type, address.url, notification, message);
  const answer = await deps.requestsTo(channel, url).send({
    ...{ url, method: 'POST', timeoutMs: TIMEOUT_MS, body: JSON.stringify(body) },
    headers: { ...address.headers, 'content-type': 'application/json' },
    ...sender(message, attempt),
  });
  checkAnswer(answer, `${channel.name} (${hostOf(url)})`, deps.clock);
}

const withHeaders = z.strictObject({ url: z.url(), headers: z.record(z.string(), z.string()).default({}) });

/** A channel's address: a secret is the URL itself, or `{"url", "headers"}` as JSON where it needs a token besides. */
async function addressOf(
  { secrets }: NotifierDeps,
  { name, url, secret_arn }: Channel,
): Promise<z.infer<typeof withHeaders>> {
  if (secret_arn === undefined) return { url: url ?? '', headers: {} };
  const value = (await secrets.read(secret_arn)).trim();
  const parsed = withHeaders.safeParse(value.startsWith('{') ? jsonOf(value) : { url: value });
  if (parsed.success) return parsed.data;
  throw new AlmanacError(
    'INVALID_CHANNEL_SECRET',
    `The secret of channel ${name} is neither a URL nor {"url": …, "headers": {…}}: put a right one into ${secret_arn}`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
