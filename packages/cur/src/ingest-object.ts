import { createHash } from 'node:crypto';
import type { PublishRequest } from '@almanac/contracts';
import { AlmanacError, type Clock } from '@almanac/kernel';
import { CuratedParts } from './curated-parts.ts';
import { countLineItems, DailyCostSums, totalsOf } from './daily-costs.ts';
import { objectLayout } from './object-layout.ts';
import type { ObjectDeletion, ObjectVersion, ParsedContent } from './object-version.ts';
import type { CuratedStore, LandedObject, Landing, ObjectLedger, PublishQueue, ReportReader } from './ports.ts';
import type { ReadLimits } from './report-reader.ts';

export interface IngestDeps {
  readonly landing: Landing;
  readonly reader: ReportReader;
  readonly curated: CuratedStore;
  readonly ledger: ObjectLedger;
  readonly queue: PublishQueue;
  readonly clock: Clock;
  readonly limits: ReadLimits;
}

export interface Attempt {
  readonly messageId: string;
  /** 1 for the first try. */
  readonly number: number;
  /** Aborted shortly before the function's time runs out. */
  readonly signal: AbortSignal;
}

export type IngestOutcome =
  | { outcome: 'parsed'; content: ParsedContent }
  | { outcome: 'ignored' | 'superseded' | 'repeated' };

/**
 * Takes in one landed object: exact sums and curated Parquet are stored, the ledger makes it what its key contributes,
 * and every period this touches is asked to be published. Running it again, after a crash anywhere, ends the same.
 * @throws AlmanacError naming what is wrong with the file; then nothing of it counts
 */
export const ingestObject =
  (deps: IngestDeps) =>
  async (version: ObjectVersion, attempt: Attempt): Promise<IngestOutcome> => {
    const status = await deps.ledger.receive(version, attempt);
    if (status === 'ignored') return { outcome: status };
    if (status !== 'received' && status !== 'failed') {
      await requestPublishing(deps, version, attempt);
      return { outcome: status === 'superseded' ? status : 'repeated' };
    }
    const layout = objectLayout(version.key, version.sizeBytes);
    if (layout.kind === 'ignored') {
      await deps.ledger.ignore(version, layout.reason);
      return { outcome: 'ignored' };
    }
    if (layout.kind === 'managed') {
      throw new AlmanacError('UNSUPPORTED_LAYOUT', `${layout.reason}; upload single files under another key`);
    }
    const landed = await deps.landing.open(version);
    if (landed === 'gone') {
      await deps.ledger.supersede(version);
      return { outcome: 'superseded' };
    }
    const content = await parse(deps, version, landed, attempt.signal);
    if ((await deps.ledger.adopt(version, content)) === 'superseded') return { outcome: 'superseded' };
    await requestPublishing(deps, version, attempt);
    return { outcome: 'parsed', content };
  };

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
    await requestPublishing(deps, deletion, attempt);
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

async function parse(
  deps: IngestDeps,
  version: ObjectVersion,
  landed: LandedObject,
  signal: AbortSignal,
): Promise<ParsedContent> {
  const startedAt = deps.clock.now().getTime();
  const hash = createHash('sha256');
  const report = await deps.reader.open(hashed(landed.content, hash), deps.limits);
  const sums = new DailyCostSums();
  const parts = new CuratedParts((billingPeriod) =>
    deps.curated.openPart({ report: version.report, billingPeriod, deliveryId: version.id }, 1),
  );
  try {
    for await (const batch of report.batches) {
      if (signal.aborted)
        throw new AlmanacError('OUT_OF_TIME', 'The file took longer than one function may run (parser timeout)');
      for (const item of batch) sums.add(item);
      await parts.append(batch);
    }
    const periods = sums.byPeriod();
    const totals = totalsOf([...periods.values()].flat());
    await parts.close();
    await Promise.all([...periods].map(([period, rows]) => deps.curated.saveAggregates(version.id, period, rows)));
    return {
      format: report.format,
      sha256: hash.digest('hex'),
      rows: report.findings.rows,
      uncompressedBytes: report.findings.uncompressedBytes,
      amortized: report.findings.amortized,
      warnings: [...report.findings.warnings],
      totals,
      periods: Object.fromEntries(
        [...periods].map(([period, rows]) => [period, { rows: countLineItems(rows), totals: totalsOf(rows) }]),
      ),
      lastModified: landed.lastModified,
      parseMs: deps.clock.now().getTime() - startedAt,
    };
  } catch (error) {
    await parts.abort();
    throw error;
  }
}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}

/**
 * Asks for every period that this object changed, also when it has been superseded since: whatever came after it knows
 * only what it replaced itself, and a crash may have kept these requests from being sent.
 */
async function requestPublishing(
  deps: Pick<IngestDeps, 'ledger' | 'queue'>,
  object: ObjectVersion | ObjectDeletion,
  attempt: Attempt,
): Promise<void> {
  const periods = await deps.ledger.affectedBy(object);
  const requests: PublishRequest[] = periods.map((period) => ({
    ...period,
    cause: object.id,
    correlationId: object.eventId,
  }));
  await deps.queue.request(requests, attempt.number);
}
