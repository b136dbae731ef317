import { ingestManifest } from './ingest-manifest.ts';
import { ingestPart, type PartDeps } from './ingest-part.ts';
import { objectLayout } from './object-layout.ts';
import type { ObjectDeletion, ObjectVersion, ParsedContent } from './object-version.ts';
import { parseObject } from './parse-object.ts';
import { requestPublishing } from './request-publishing.ts';

export type IngestDeps = PartDeps;

export interface Attempt {
  readonly messageId: string;
  /** 1 for the first try. */
  readonly number: number;
  /** Aborted shortly before the function's time runs out. */
  readonly signal: AbortSignal;
}

export type IngestOutcome =
  | { outcome: 'parsed'; content: ParsedContent }
  | { outcome: 'ignored' | 'superseded' | 'repeated' | 'waiting' | 'recorded' };

/**
 * Takes in one landed object: an upload of its own, a file of a scheduled delivery, or the manifest of one.
 * Running it again, after a crash anywhere, ends the same.
 * @throws AlmanacError naming what is wrong with the object; then nothing of it counts
 */
export const ingestObject =
  (deps: IngestDeps) =>
  async (version: ObjectVersion, attempt: Attempt): Promise<IngestOutcome> => {
    const layout = objectLayout(version.key, version.sizeBytes);
    const status = await deps.ledger.receive(version, attempt);
    if (status === 'ignored') return { outcome: status };
    if (layout.kind === 'ignored') {
      await deps.ledger.ignore(version, layout.reason);
      return { outcome: 'ignored' };
    }
    if (layout.kind === 'manifest') return { outcome: await ingestManifest(deps, version, layout, attempt) };
    if (layout.kind === 'part') return ingestPart(deps, version, layout, attempt);
    if (status === 'received' || status === 'failed') return ingestUpload(deps, version, attempt);
    await requestPublishing(deps, version, attempt.number);
    return { outcome: status === 'superseded' ? status : 'repeated' };
  };

/** An upload of its own becomes what its key contributes, in place of the upload before. */
async function ingestUpload(deps: IngestDeps, version: ObjectVersion, attempt: Attempt): Promise<IngestOutcome> {
  const landed = await deps.landing.open(version);
  if (landed === 'gone') {
    await deps.ledger.supersede(version);
    return { outcome: 'superseded' };
  }
  const part = { report: version.report, deliveryId: version.id, part: 1 };
  const content = await parseObject(deps, landed, part, attempt.signal);
  if ((await deps.ledger.adopt(version, content)) === 'superseded') return { outcome: 'superseded' };
  await requestPublishing(deps, version, attempt.number);
  return { outcome: 'parsed', content };
}

/**
 * Takes back what a deleted object contributed. A deletion older than the newest upload changes nothing.
 * @param isPermanent whether a version was removed for good rather than hidden behind a delete marker
 * @param versionId the removed version, where the event names it
 */
export const withdrawObject =
  (deps: Pick<IngestDeps, 'landing' | 'ledger' | 'queue'>) =>
  async (deletion: ObjectDeletion, removed: { isPermanent: boolean; versionId?: string }, attempt: Attempt) => {
    if (objectLayout(deletion.key, undefined).kind !== 'ad-hoc') return 'ignored';
    const applies = !removed.isPermanent || (await removesContribution(deps, deletion, removed.versionId));
    const outcome = applies ? await deps.ledger.withdraw(deletion) : 'ignored';
    await requestPublishing(deps, deletion, attempt.number);
    return outcome;
  };

/** Removing an old version for good takes nothing away; removing the one that counts, or the last one, does. */
async function removesContribution(
  deps: Pick<IngestDeps, 'landing' | 'ledger'>,
  deletion: ObjectDeletion,
  versionId: string | undefined,
): Promise<boolean> {
  const live = versionId && (await deps.ledger.liveVersionId(deletion.report));
  return live ? live === versionId : !(await deps.landing.exists(deletion.bucket, deletion.key));
}
