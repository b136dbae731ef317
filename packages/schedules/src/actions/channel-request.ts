import { AlmanacError } from '@almanac/kernel';
import type { RequestedAction } from './action-message.ts';
import type { ChannelKind } from './channels.ts';
import type { Notification } from './notification.ts';

/** ntfy makes a file of a message that is longer than 4,096 bytes; Teams takes 28 KB with the card around it; Slack 40,000 characters. */
const MAX_BYTES = { ntfy: 4_000, slack: 30_000, teams: 20_000 } as const;

/** The request by which a channel is told. */
export interface ChannelRequest {
  readonly url: string;
  readonly body: object;
}

/** How a kind of channel takes a notification, as it documents that. */
export const channelRequest = (
  kind: Exclude<ChannelKind, 'email'>,
  url: string,
  notification: Notification,
  message: RequestedAction,
): ChannelRequest => FORMS[kind](url, notification, message);

type Form = (url: string, notification: Notification, message: RequestedAction) => ChannelRequest;

const FORMS: Record<Exclude<ChannelKind, 'email'>, Form> = {
  /** https://docs.ntfy.sh/publish/#publish-as-json: JSON goes to the server's root, which is told the topic. */
  ntfy(url, { title, text, priority, tags }) {
    const server = new URL(url);
    const [, base = '/', topic = ''] = /^(.*\/)([^/]+)\/?$/.exec(server.pathname) ?? [];
    if (topic === '') throw new AlmanacError('INVALID_CHANNELS', 'The address of an ntfy channel ends with its topic');
    server.pathname = base;
    return { url: server.href, body: { topic, title, message: cut(text, MAX_BYTES.ntfy), priority, tags } };
  },

  /** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/, its three characters escaped. */
  slack: (url, { title, text, priority }) => ({
    url,
    body: {
      text: cut(`${priority > 3 ? ':rotating_light: ' : ''}*${escaped(title)}*\n${escaped(text)}`, MAX_BYTES.slack),
    },
  }),

  /**
   * https://learn.microsoft.com/connectors/teams/#microsoft-teams-webhook: an Adaptive Card as an attachment, for the workflow
   * "Post to a channel when a webhook request is received".
   */
  teams: (url, { title, text, priority }) => ({
    url,
    body: {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              block(title, { size: 'Medium', weight: 'Bolder', ...(priority > 3 && { color: 'Attention' }) }),
              ...cut(text, MAX_BYTES.teams)
                .split('\n')
                .map((line) => block(line, { spacing: 'Small' })),
            ],
          },
        },
      ],
    },
  }),

  webhook: (url, { title, text, priority, tags }, { payload, schedule_id, run_id, schedule_name, scheduled_time }) => ({
    url,
    body: { title, message: text, priority, tags, schedule_id, schedule_name, run_id, scheduled_time, payload },
  }),
};

const block = (text: string, look: object) => ({ type: 'TextBlock', text, wrap: true, ...look });

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The beginning of a text that has room in so many bytes of UTF-8. */
function cut(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  const kept = Buffer.from(text).subarray(0, maxBytes - 3);
  return `${new TextDecoder().decode(kept).replace(/\ufffd+$/, '')}…`;
}
