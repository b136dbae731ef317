import { type AuditMessage, type AuditObject, auditObjects } from './audit-object.ts';
import { parseAuditMessage } from './audited-event.ts';
import type { AuditStore } from './ports.ts';

export interface AuditDeps {
  readonly store: AuditStore;
}

export interface CopyResult {
  readonly events: number;
  readonly objects: number;
  /** Why a message was not copied, by its id; all others were. */
  readonly failures: ReadonlyMap<string, unknown>;
}

/** Copies a batch of the audit queue. A message that is no copy fails alone; an object that cannot be written fails all of its messages. */
export const copyEvents =
  ({ store }: AuditDeps) =>
  async (batch: readonly { readonly messageId: string; readonly body: string }[]): Promise<CopyResult> => {
    const failures = new Map<string, unknown>();
    const objects = auditObjects(readable(batch, failures));
    const written = await Promise.all(objects.map((object) => put(store, object, failures)));
    return { events: batch.length - failures.size, objects: written.filter(Boolean).length, failures };
  };

function readable(
  batch: readonly { readonly messageId: string; readonly body: string }[],
  failures: Map<string, unknown>,
): AuditMessage[] {
  return batch.flatMap(({ messageId, body }) => {
    try {
      return [{ messageId, ...parseAuditMessage(body) }];
    } catch (error) {
      failures.set(messageId, error);
      return [];
    }
  });
}

async function put(store: AuditStore, object: AuditObject, failures: Map<string, unknown>): Promise<boolean> {
  try {
    await store.put(object);
    return true;
  } catch (error) {
    for (const messageId of object.messageIds) failures.set(messageId, error);
    return false;
  }
}
