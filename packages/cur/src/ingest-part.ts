import type { Expectation } from './delivery.ts';
import { ingestManifest, type ManifestDeps } from './ingest-manifest.ts';
import type { Attempt, IngestOutcome } from './ingest-object.ts';
import { type ManagedLayout, objectLayout } from './object-layout.ts';
import type { ObjectVersion } from './object-version.ts';
import { type ParseDeps, parseObject } from './parse-object.ts';
import type { Landing } from './ports.ts';
import { requestPeriods } from './request-publishing.ts';

export type PartDeps = ManifestDeps & ParseDeps;

/**
 * Takes in a file of a scheduled delivery: it is read for each delivery that needs exactly this version of it, and waits
 * where none is known yet. Running it again, after a crash anywhere, ends the same.
 */
export async function ingestPart(
  deps: PartDeps,
  version: ObjectVersion,
  layout: ManagedLayout,
  attempt: Attempt,
): Promise<IngestOutcome> {
  await followManifests(deps, version, layout, attempt);
  const expectations = await deps.deliveries.expecting(version);
  if (expectations.length === 0) {
    await deps.ledger.hold(version, 'waits for a manifest that names it');
    return { outcome: 'waiting' };
  }
  const wanted = expectations.filter(({ isSuperseded }) => !isSuperseded);
  if (wanted.length === 0) {
    await deps.ledger.supersede(version);
    return { outcome: 'superseded' };
  }
  const latest = wanted.reduce((a, b) => (a.order > b.order ? a : b));
  let outcome: IngestOutcome = { outcome: 'repeated' };
  for (const expectation of wanted) {
    // The latest delivery is told of the version that now holds its bytes, as that is the one that people look up.
    const isNew = !expectation.isParsed || (expectation === latest && expectation.isWrittenAgain);
    const read = isNew ? await readPart(deps, version, expectation, attempt) : undefined;
    outcome = read ?? outcome;
    if (read?.outcome === 'superseded') continue;
    const state = await deps.deliveries.complete(expectation);
    // The same file is the cause of each delivery that it completes, and of one once more where its manifest came again.
    const reading = `${expectation.deliveryId} ${expectation.order} ${attempt.number}`;
    if (state === 'complete' || state === 'superseded')
      await requestPeriods(deps.queue, [expectation], version, reading);
  }
  // Where it was not read itself, a later version with the same bytes was.
  if (outcome.outcome === 'repeated') await deps.ledger.supersede(version);
  return outcome;
}

/** A manifest that came before its files is followed when the last of them has landed. */
async function followManifests(deps: PartDeps, version: ObjectVersion, layout: ManagedLayout, attempt: Attempt) {
  for (const manifest of await deps.deliveries.landed(layout, version.key)) {
    const manifestLayout = objectLayout(manifest.key);
    if (manifestLayout.kind === 'manifest') await ingestManifest(deps, manifest, manifestLayout, attempt);
  }
}

async function readPart(
  deps: PartDeps,
  version: ObjectVersion,
  expectation: Expectation,
  { signal }: Attempt,
): Promise<IngestOutcome> {
  const landed = await openFile(deps.landing, version, expectation);
  if (landed === 'gone') {
    await deps.ledger.supersede(version);
    await deps.deliveries.supersede(expectation);
    return { outcome: 'superseded' };
  }
  const content = await parseObject(deps, landed, expectation, signal);
  await deps.deliveries.adoptPart(version, expectation, content);
  return { outcome: 'parsed', content };
}

/** The file in the version that the delivery's manifest meant; where that is gone, any that holds the same bytes. */
async function openFile(landing: Landing, version: ObjectVersion, { versionId }: Expectation) {
  const meant = await landing.open({ ...version, ...(versionId && { versionId }) });
  if (meant !== 'gone') return meant;
  const versions = await landing.versions(version.bucket, version.key);
  const same = versions.find(({ etag }) => etag === version.etag);
  return same ? landing.open({ ...version, ...same }) : 'gone';
}
