import { AlmanacError, inParallel } from '@almanac/kernel';
import { managedDelivery, type PinnedFile, type StoredVersion, versionMeant } from './delivery.ts';
import type { Attempt } from './ingest-object.ts';
import { MAX_MANIFEST_BYTES, manifestKeys } from './manifest.ts';
import type { ManagedLayout } from './object-layout.ts';
import { generationOf, nextGeneration, type ObjectVersion, objectVersionId } from './object-version.ts';
import type { DeliveryLedger, LandedObject, Landing, LandingQueue, ObjectLedger, PublishQueue } from './ports.ts';
import { requestPeriods } from './request-publishing.ts';

export interface ManifestDeps {
  readonly landing: Landing;
  readonly ledger: ObjectLedger;
  readonly deliveries: DeliveryLedger;
  readonly landingQueue: LandingQueue;
  readonly queue: PublishQueue;
}

/** S3 takes thousands of requests a second; each lists one key. */
const LISTED_AT_ONCE = 16;

/**
 * Takes in a manifest: pins each file it names to the version it means, records the delivery, and has those of its files
 * that came before it looked at again. Where a file has not landed yet, the manifest waits for it.
 * Running it again, after a crash anywhere, ends the same.
 */
export async function ingestManifest(
  deps: ManifestDeps,
  version: ObjectVersion,
  layout: ManagedLayout,
  attempt: Attempt,
): Promise<'recorded' | 'waiting' | 'superseded'> {
  const own = await ownVersion(deps.landing, version);
  const landed = own ? await deps.landing.open({ ...version, ...own }) : 'gone';
  if (!own || landed === 'gone') {
    await deps.ledger.supersede(version);
    return 'superseded';
  }
  const keys = manifestKeys(await textOf(landed), layout);
  const times = await timesOf(deps, version, own.lastModified, layout);
  const files = await pinned(deps, version, times.filesUntil, layout, keys);
  if (files === 'absent') return 'waiting';
  const delivery = managedDelivery(layout, version, times.order, files);
  await deps.deliveries.record(delivery);
  // A file's event that is handled from here on finds the delivery; those handled before are found here.
  const { received, missing } = await deps.deliveries.unread(delivery);
  await deps.landingQueue.resend(received);
  if (isTakenAgain(version)) await deps.landingQueue.resend(announced(version, files, missing));
  const state = await deps.deliveries.complete(delivery);
  if (state === 'complete' || state === 'superseded') {
    await requestPeriods(deps.queue, [layout], version, attempt.number);
  }
  await deps.deliveries.followed(version, layout);
  return 'recorded';
}

/** The manifest as S3 lists it, which tells its time like those of its files, and finds it where a later one lies over it. */
async function ownVersion(landing: Landing, { bucket, key, etag, versionId }: ObjectVersion) {
  const versions = await landing.versions(bucket, key);
  return versions.find((version) => (versionId ? version.versionId === versionId : version.etag === etag));
}

/** Whether a person asked for it, rather than S3 announcing it. */
const isTakenAgain = ({ sequencer }: ObjectVersion): boolean => generationOf(sequencer) !== '';

/**
 * Which versions of its files a manifest means, and where its delivery stands among others. Taken in again, it means
 * what lies in the bucket when that is asked for, a repaired file among it, but keeps its place: a delivery that AWS
 * made meanwhile is later. Where its newest version was destroyed, the one before takes over that one's place.
 */
async function timesOf(deps: ManifestDeps, version: ObjectVersion, lastModified: string, layout: ManagedLayout) {
  if (!isTakenAgain(version)) return { filesUntil: lastModified, order: lastModified };
  const newest = await deps.deliveries.newestTime(layout, version.key);
  return { filesUntil: later(lastModified, version.eventTime), order: later(lastModified, newest) };
}

const later = (a: string, b = ''): string => (a < b ? b : a);

/** Events for files whose own ones were lost: of a delivery taken in again, they have had their time. */
const announced = (
  { bucket, report, eventTime, eventId }: ObjectVersion,
  files: readonly FoundFile[],
  missing: readonly PinnedFile[],
): ObjectVersion[] => {
  const keys = new Set(missing.map(({ key }) => key));
  const sequencer = nextGeneration('');
  return files
    .filter(({ key }) => keys.has(key))
    .map((file) => ({
      ...file,
      id: objectVersionId(bucket, file.key, sequencer, file.etag),
      ...{ bucket, report, sequencer, eventTime, eventId },
    }));
};

type FoundFile = PinnedFile & Pick<StoredVersion, 'sizeBytes'>;

/** The versions of the files that a manifest means; `absent` where some have not landed, which is noted then. */
async function pinned(
  deps: ManifestDeps,
  manifest: ObjectVersion,
  filesUntil: string,
  layout: ManagedLayout,
  keys: readonly string[],
): Promise<FoundFile[] | 'absent'> {
  let noted: readonly string[] = [];
  for (;;) {
    const found = await inParallel(LISTED_AT_ONCE, keys, async (key) => ({
      key,
      meant: versionMeant(await deps.landing.versions(manifest.bucket, key), filesUntil),
    }));
    const absent = found.filter(({ meant }) => !meant).map(({ key }) => key);
    if (absent.length === 0) return found.flatMap(({ key, meant }) => (meant ? [pin(key, meant)] : []));
    // A file that landed before this was noted has not seen it: only what is still absent afterwards will.
    if (absent.join() === noted.join()) return 'absent';
    await deps.deliveries.awaitFiles(manifest, layout, absent);
    const reason = `waits for ${absent.length} of its ${keys.length} files, for example ${absent[0]}`;
    await deps.ledger.hold(manifest, reason);
    noted = absent;
  }
}

const pin = (key: string, { etag, versionId, sizeBytes }: StoredVersion): FoundFile => ({
  key,
  etag,
  sizeBytes,
  ...(versionId && { versionId }),
});

async function textOf({ content }: LandedObject): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of content) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_MANIFEST_BYTES)
      throw new AlmanacError('BAD_MANIFEST', `The manifest has more than ${MAX_MANIFEST_BYTES} bytes: it is none`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
