import { fileDownloadCompleted } from '@almanac/contracts';
import { stableId } from '@almanac/kernel';
import { type Reaction, when } from '../consume.ts';
import { once } from '../once.ts';
import { happenedAt } from './happened-at.ts';
import type { Notifications, Sendings } from './ports.ts';

export interface NotifyDeps {
  readonly sendings: Sendings;
  readonly notifications: Notifications;
}

/** Tells people that a file is there: once for each file, however often it is downloaded. */
export const notifyOfFiles = ({ sendings, notifications }: NotifyDeps): Reaction[] => [
  when(fileDownloadCompleted, async (event, { remainingMs }) => {
    const { metadata: _, ...file } = event.detail;
    const key = stableId('file-downloaded', file.fileId);
    const { correlationId } = event;
    const notification = {
      key,
      type: 'file-downloaded',
      ...file,
      completedAt: happenedAt(event),
      correlationId,
    } as const;
    await once(sendings, key, remainingMs, () => notifications.send(notification));
  }),
];
