import { randomUUID } from 'node:crypto';
import type { LedgerQueries, ReportSources, StoredObject } from '@almanac/aws';
import { nextGeneration, type ObjectVersion, objectLayout, objectVersionId, type StoredVersion } from '@almanac/cur';
import { AlmanacError, type Clock, nearNames } from '@almanac/kernel';

export interface ReingestDeps {
  readonly sourcesOf: (report: string) => Promise<ReportSources | undefined>;
  readonly ledger: Pick<LedgerQueries, 'changesOf' | 'objects'>;
  readonly storedVersions: (key: string) => Promise<{ deleted: boolean; versions: readonly StoredVersion[] }>;
  /** Names of the reports that `almanac cur status` lists. */
  readonly knownReports: () => Promise<string[]>;
  readonly clock: Clock;
}

/** An object to be taken in once more, and the billing periods that follow from it, as far as they are known. */
export interface Reingest {
  readonly billingPeriods: readonly string[];
  readonly version: ObjectVersion;
}

/**
 * What has to be taken in again so that a report is read and published anew: the manifest of each period's latest
 * delivery, or the uploaded file. Each is the current version in S3, as an event later than all that the ledger knows.
 * @param billingPeriod undefined for all periods of the report
 * @throws AlmanacError `UNKNOWN_REPORT`, `UNKNOWN_PERIOD`, `NO_MANIFEST`, `NO_SUCH_OBJECT`
 */
export async function planReingest(
  deps: ReingestDeps,
  report: string,
  billingPeriod: string | undefined,
): Promise<Reingest[]> {
  const sources = (await deps.sourcesOf(report)) ?? (await unreadSources(deps, report));
  const plan: Reingest[] = [];
  for (const { object, billingPeriods } of chosen(report, sources, billingPeriod)) {
    plan.push({ billingPeriods, version: await nextVersion(deps, report, object) });
  }
  return plan;
}

interface Chosen {
  readonly object: StoredObject;
  readonly billingPeriods: readonly string[];
}

function chosen(report: string, { upload, manifests }: ReportSources, period: string | undefined): Chosen[] {
  const known = [...(upload?.periods ?? []), ...manifests.keys()].sort();
  if (period !== undefined && known.length > 0 && !known.includes(period)) {
    const message = `${report} has nothing billed in ${period}; it has ${known.join(', ')}`;
    throw new AlmanacError('UNKNOWN_PERIOD', message, { report, billing_periods: known });
  }
  const delivered = [...manifests].sort(([a], [b]) => (a < b ? -1 : 1));
  const scheduled = delivered.map(([name, object]) => ({ object, billingPeriods: [name] }));
  const uploaded = upload ? [{ object: upload, billingPeriods: upload.periods }] : [];
  return [...scheduled, ...uploaded].filter(
    ({ billingPeriods }) => period === undefined || billingPeriods.length === 0 || billingPeriods.includes(period),
  );
}

/** Of a report that never came as far as being read, the objects whose events arrived. */
async function unreadSources({ ledger, knownReports }: ReingestDeps, report: string): Promise<ReportSources> {
  const objects = await ledger.objects({ report });
  if (objects.length === 0) throw unknownReport(report, await knownReports());
  const manifests = new Map<string, StoredObject>();
  for (const { bucket, key } of objects) {
    const layout = objectLayout(key);
    if (layout.kind === 'ad-hoc') return { upload: { bucket, key, periods: [] }, manifests };
    if (layout.kind === 'manifest' && !manifests.has(layout.billingPeriod))
      manifests.set(layout.billingPeriod, { bucket, key });
  }
  if (manifests.size > 0) return { manifests };
  throw new AlmanacError(
    'NO_MANIFEST',
    `Files of ${report} have arrived, but no manifest that names them, for example ${objects[0]?.key}: have the report delivered again`,
    { report },
  );
}

function unknownReport(report: string, known: readonly string[]): AlmanacError {
  const near = nearNames(report, known);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '"almanac cur status" lists the reports';
  return new AlmanacError('UNKNOWN_REPORT', `There is no report ${report}: ${hint}`, { report, near });
}

/** The current version of an object, as S3 would announce it after everything that the ledger knows of its key. */
async function nextVersion(deps: ReingestDeps, report: string, object: StoredObject): Promise<ObjectVersion> {
  const { bucket, key } = object;
  const { versions, deleted } = await deps.storedVersions(key);
  const [current] = versions;
  // Deleting a file of a delivery takes nothing back, and so keeps nothing from being read again.
  const isHidden = deleted && objectLayout(key).kind === 'ad-hoc';
  if (!current || isHidden) throw noSuchObject(`s3://${bucket}/${key}`, isHidden && current !== undefined);
  const [last] = await deps.ledger.changesOf(bucket, key);
  const sequencer = nextGeneration(last?.sequencer ?? '');
  const { etag, sizeBytes, versionId } = current;
  return {
    id: objectVersionId(bucket, key, sequencer, etag),
    ...{ bucket, key, report, etag, sequencer, sizeBytes },
    ...(versionId && { versionId }),
    eventTime: deps.clock.now().toISOString(),
    eventId: randomUUID(),
  };
}

const noSuchObject = (url: string, isHidden: boolean): AlmanacError =>
  new AlmanacError(
    'NO_SUCH_OBJECT',
    isHidden
      ? `${url} is deleted: remove its delete marker, or upload the file again, which is read by itself`
      : `S3 holds no version of ${url} any more: upload the file again or have the report delivered again`,
  );
