import type { LedgerChange } from '@almanac/aws';
import type { StoredVersion } from '@almanac/cur';

/** What S3 holds under a key, versions newest first. */
export interface HeldKey {
  readonly deleted: boolean;
  readonly versions: readonly HeldVersion[];
}
type HeldVersion = Omit<StoredVersion, 'sizeBytes'>;

/** S3's clock counts seconds, and an event may be stamped a little before or after the object it tells of. */
const EARLIEST_MS = -2_000;
const LATEST_MS = 10_000;

/**
 * The ledger's entry for what S3 holds under a key now; undefined as long as the ledger does not know of it.
 *
 * The same bytes uploaded twice have one ETag, so an entry of the first upload must not be taken for the second.
 * - Where events carry version ids, as on AWS, the version id decides.
 * - Where they do not, each upload of these bytes (every version S3 lists) has an entry of its own, in the same order.
 *   Entries go to the oldest uploads first: the newest upload has its entry only when all uploads of about that time
 *   have theirs. Times tell only which uploads could meet which entries, so S3's whole seconds do no harm.
 * - A deletion counts once its entry is newer than that of the newest upload.
 * @param changes of the ledger, newest first
 */
export function entryOfNewest(stored: HeldKey, changes: readonly LedgerChange[]): LedgerChange | undefined {
  const [newest] = stored.versions;
  const upload = newest && entryOfUpload(newest, stored.versions, changes);
  if (!stored.deleted) return upload;
  const deletion = changes.find(({ item }) => item.kind === 'deletion');
  if (!deletion || !newest) return deletion;
  return upload && upload.sequencer < deletion.sequencer ? deletion : undefined;
}

function entryOfUpload(
  newest: HeldVersion,
  versions: readonly HeldVersion[],
  changes: readonly LedgerChange[],
): LedgerChange | undefined {
  const sameBytes = changes.filter(({ item }) => item.kind === 'object' && item.etag === newest.etag);
  const byVersion = sameBytes.find(
    ({ item }) => newest.versionId !== undefined && item.version_id === newest.versionId,
  );
  if (byVersion) return byVersion;
  const free = sameBytes.filter(({ item }) => item.version_id === undefined).reverse();
  const uploads = versions.filter(({ etag }) => etag === newest.etag).reverse();
  for (const upload of uploads) {
    const at = free.findIndex(({ item }) => isOf(upload, Date.parse(item.event_time)));
    const [entry] = at < 0 ? [] : free.splice(at, 1);
    if (upload === newest) return entry;
  }
  return undefined;
}

const isOf = ({ lastModified }: HeldVersion, eventTime: number): boolean => {
  const uploaded = Date.parse(lastModified);
  return eventTime >= uploaded + EARLIEST_MS && eventTime < uploaded + LATEST_MS;
};
