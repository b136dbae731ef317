import { AlmanacError } from '@almanac/kernel';
import { managedDelivery, type PinnedFile, type StoredVersion, versionMeant } from './delivery.ts';
import { inParallel } from './in-parallel.ts';
import type { Attempt } from './ingest-object.ts';
import { MAX_MANIFEST_BYTES, manifestKeys } from './manifest.ts';
import type { ManagedLayout } from './object-layout.ts';
import type { ObjectVersion } from './object-version.ts';
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
  const manifestTime = own.lastModified;
  const files = await pinned(deps, version, manifestTime, layout, keys);
  if (files === 'absent') return 'waiting';
  const delivery = managedDelivery(layout, version, manifestTime, files);
  await deps.deliveries.record(delivery);
  // A file's event that is handled from here on finds the delivery; those handled before are found here.
  await deps.landingQueue.resend(await deps.deliveries.received(delivery));
  if ((await deps.deliveries.complete(delivery)) !== 'waiting') {
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

async function pinned(
  deps: ManifestDeps,
  manifest: ObjectVersion,
  manifestTime: string,
  layout: ManagedLayout,
  keys: readonly string[],
): Promise<PinnedFile[] | 'absent'> {
  const look = () =>
    inParallel(LISTED_AT_ONCE, keys, async (key) => ({
      key,
      meant: versionMeant(await deps.landing.versions(manifest.bucket, key), manifestTime),
    }));
  let found = await look();
  const absent = found.filter(({ meant }) => !meant).map(({ key }) => key);
  if (absent.length > 0) {
    await deps.deliveries.awaitFiles(manifest, layout, absent);
    await deps.ledger.hold(
      manifest,
      `waits for ${absent.length} of its ${keys.length} files, for example ${absent[0]}`,
    );
    // A file that landed before the line above was written has not seen it.
    found = await look();
  }
  const files = found.flatMap(({ key, meant }) => (meant ? [pin(key, meant)] : []));
  return files.length === keys.length ? files : 'absent';
}

const pin = (key: string, { etag, versionId }: StoredVersion): PinnedFile => ({
  key,
  etag,
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
