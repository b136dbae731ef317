import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';
import type { RequestedAction } from './action-message.ts';

/** ntfy's scale; the other channels show what is urgent. */
const PRIORITIES = { min: 1, low: 2, default: 3, high: 4, max: 5, urgent: 5 } as const;
type Level = keyof typeof PRIORITIES;

const priority = z.union([
  z.int().min(1).max(5),
  z.enum(Object.keys(PRIORITIES) as [Level, ...Level[]]).transform((level) => PRIORITIES[level]),
]);
const channelNames = z.union([
  z
    .string()
    .min(1)
    .transform((name) => [name]),
  z.array(z.string().min(1)).min(1),
]);

const payload = z.looseObject({
  notification_channel: channelNames.optional(),
  title: z.string().min(1).optional(),
  message: z.string().min(1).optional(),
  priority: priority.optional(),
  tags: z.array(z.string().min(1)).max(20).optional(),
});

/** What people are told, before it takes the form of a channel. */
export interface Notification {
  readonly title: string;
  readonly text: string;
  /** 1 (lowest) to 5; 3 is usual. */
  readonly priority: number;
  readonly tags: readonly string[];
  /** Where it goes; undefined for where notifications go by default. */
  readonly channels?: readonly string[];
}

/**
 * The notification that a payload stands for: its `title`, `message`, `priority` and `tags`, or else what can be said of the
 * schedule's name, the action and the fields.
 * @throws AlmanacError `INVALID_NOTIFICATION` naming the field that is wrong
 */
export function notificationOf({ payload: given, schedule_name }: RequestedAction): Notification {
  const parsed = payload.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const problem = `${issue?.path.join('.')}: ${issue?.message}`;
    throw new AlmanacError('INVALID_NOTIFICATION', `The payload is no notification: ${problem}`);
  }
  const { notification_channel: channels, title, message, priority = 3, tags = [], ...fields } = parsed.data;
  const action = typeof fields.action === 'string' ? inWords(fields.action) : undefined;
  return {
    title: title ?? schedule_name ?? action ?? 'Almanac',
    text: message ?? (textOf(fields) || 'The schedule ran.'),
    priority,
    tags,
    ...(channels && { channels }),
  };
}

const textOf = (fields: Record<string, unknown>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${inWords(name)}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');

/** `send_reminder` as people write it. */
const inWords = (name: string): string => {
  const words = name.replace(/[_-]+/g, ' ').trim();
  return words === '' ? name : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};
