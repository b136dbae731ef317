import type { Expectation } from './delivery.ts';
import { ingestManifest, type ManifestDeps } from './ingest-manifest.ts';
import type { Attempt, IngestOutcome } from './ingest-object.ts';
import { type ManagedLayout, objectLayout } from './object-layout.ts';
import type { ObjectVersion } from './object-version.ts';
import { type ParseDeps, parseObject } from './parse-object.ts';
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
  let outcome: IngestOutcome = { outcome: 'repeated' };
  for (const expectation of wanted) {
    const read = expectation.isParsed ? undefined : await readPart(deps, version, expectation, attempt);
    outcome = read ?? outcome;
    if (read?.outcome === 'superseded') continue;
    const state = await deps.deliveries.complete(expectation);
    // The same file is the cause of each delivery that it completes, and of one once more where its manifest came again.
    const reading = `${expectation.deliveryId} ${expectation.order} ${attempt.number}`;
    if (state !== 'waiting') await requestPeriods(deps.queue, [expectation], version, reading);
  }
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
  const { versionId } = expectation;
  const landed = await deps.landing.open({ ...version, ...(versionId && { versionId }) });
  if (landed === 'gone') {
    await deps.ledger.supersede(version);
    await deps.deliveries.supersede(expectation);
    return { outcome: 'superseded' };
  }
  const content = await parseObject(deps, landed, expectation, signal);
  await deps.deliveries.adoptPart(version, expectation, content);
  return { outcome: 'parsed', content };
}
