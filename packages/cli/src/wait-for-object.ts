import type { LedgerChange, LedgerDeletion, LedgerObject, LedgerQueries } from '@almanac/aws';
import { objectLayout } from '@almanac/cur';
import { AlmanacError, type Clock } from '@almanac/kernel';
import { entryOfNewest, type HeldKey } from './newest-change.ts';

export interface WaitDeps {
  readonly storedVersions: (key: string) => Promise<HeldKey>;
  readonly ledger: Pick<LedgerQueries, 'changesOf' | 'failureOf' | 'isSettled'>;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** Told again and again where the object stands. */
  readonly onState: (sentence: string) => void;
}

export interface WaitFor {
  readonly bucket: string;
  readonly key: string;
  readonly timeoutMs: number;
  readonly pollMs: number;
  /** The change to wait for; by default whatever is newest in S3. */
  readonly sequencer?: string;
}

type Item = LedgerObject | LedgerDeletion;
type State = { done: Item } | { pending: string; item?: Item };

/**
 * Waits until the newest change of a key has come through: an upload is published, duplicate or ignored, a deletion has
 * taken its costs back, and so has everything either of them touched.
 * @returns the change's ledger item
 * @throws AlmanacError `FILE_FAILED`, `TIMED_OUT`, or `NO_SUCH_OBJECT` where neither S3 nor the ledger knows the key
 */
export async function waitForObject(deps: WaitDeps, object: WaitFor): Promise<Item> {
  const url = `s3://${object.bucket}/${object.key}`;
  const deadline = deps.clock.now().getTime() + object.timeoutMs;
  for (;;) {
    const state = await stateOf(deps, object);
    if ('done' in state) return state.done;
    if (deps.clock.now().getTime() >= deadline) {
      const message = `${url} is not done after ${object.timeoutMs / 1000} s: ${state.pending}`;
      throw new AlmanacError('TIMED_OUT', message, { item: state.item ?? null });
    }
    deps.onState(`${url}: ${state.pending}`);
    await deps.sleep(object.pollMs);
  }
}

async function stateOf({ storedVersions, ledger }: WaitDeps, { bucket, key, sequencer }: WaitFor): Promise<State> {
  const stored = await storedVersions(key); // before the ledger, which may then know more, never less
  const changes = await ledger.changesOf(bucket, key);
  if (stored.versions.length + changes.length === 0) {
    throw new AlmanacError('NO_SUCH_OBJECT', `Neither S3 nor the ledger knows s3://${bucket}/${key}`);
  }
  if (sequencer !== undefined) return progressOfChange(ledger, changes, sequencer);
  const entry = entryOfNewest(stored, changes);
  if (entry) return progressOf(ledger, entry);
  const [latest] = changes;
  if (stored.deleted && latest && objectLayout(key, undefined).kind !== 'ad-hoc') return { done: latest.item };
  return { pending: stored.deleted ? DELETION_UNKNOWN : UPLOAD_UNKNOWN };
}

/** One change by its place among those of its key; it has come through as well where a later one took its place. */
async function progressOfChange(
  ledger: WaitDeps['ledger'],
  changes: readonly LedgerChange[],
  sequencer: string,
): Promise<State> {
  const entry = changes.find((change) => change.sequencer === sequencer);
  if (!entry) return { pending: UPLOAD_UNKNOWN };
  const { item } = entry;
  return item.kind === 'object' && item.status === 'superseded' ? { done: item } : progressOf(ledger, entry);
}

const LOOK = 'see "almanac cur dlq list"';
const UPLOAD_UNKNOWN = `the ledger does not know this upload yet: its event is still on the way, or ${LOOK}`;
const DELETION_UNKNOWN = `the ledger does not know of its deletion yet: the event is still on the way, or ${LOOK}`;

async function progressOf(ledger: WaitDeps['ledger'], change: LedgerChange): Promise<State> {
  const { item } = change;
  if (item.kind === 'deletion') {
    if (await ledger.isSettled(change)) return { done: item };
    return { item, pending: `it is deleted, but its costs are not taken back yet; if it stays so, ${LOOK}` };
  }
  const pending = (sentence: string): State => ({ item, pending: sentence });
  switch (item.status) {
    case 'ignored':
      return { done: item };
    case 'published':
    case 'duplicate':
      if (await ledger.isSettled(change)) return { done: item };
      return pending(`it is ${item.status}, but periods it touches are still being published; if it stays so, ${LOOK}`);
    case 'failed':
      if (await hasFailed(ledger, item)) throw failure(item);
      return pending('it failed and was redriven, and is being tried again');
    case 'parsed':
      if (isManaged(item))
        return pending(`it is read, and waits for the other files of its delivery; if it stays so, ${LOOK}`);
      return pending(`it is read, but not published yet; if it stays so, ${LOOK}`);
    case 'superseded':
      // Of a scheduled delivery a later one took the place; an upload only loses to a later change of its own key.
      if (isManaged(item)) return { done: item };
      return pending('the ledger holds it superseded by a later change that S3 no longer shows: upload it again');
    case 'received':
      return pending(received(item));
  }
}

const isManaged = ({ key }: LedgerObject): boolean => objectLayout(key).kind !== 'ad-hoc';

const received = ({ attempts, last_error: error, reason }: LedgerObject): string =>
  typeof reason === 'string'
    ? `it ${reason}`
    : error
      ? `try ${error.attempt} failed and it is tried again: ${error.message} (${error.code})`
      : `it is being read (try ${attempts ?? 1}); if it stays so, ${LOOK}`;

/** A message that was redriven after its last failure has new tries before it. */
async function hasFailed(ledger: WaitDeps['ledger'], { message_id }: LedgerObject): Promise<boolean> {
  const last = message_id === undefined ? undefined : await ledger.failureOf(message_id);
  return last === undefined || (last.final && last.redriven_at === undefined);
}

function failure(item: LedgerObject): AlmanacError {
  const { bucket, key, last_error: error } = item;
  const why = error ? `${error.message} (${error.code}, ${error.attempt} tries)` : 'no error was recorded';
  return new AlmanacError('FILE_FAILED', `s3://${bucket}/${key} failed: ${why}`, { item });
}
