import { createHash } from 'node:crypto';
import { AlmanacError, type Clock } from '@almanac/kernel';
import { CuratedParts } from './curated-parts.ts';
import { countLineItems, type DailyCost, DailyCostSums, totalsOf } from './daily-costs.ts';
import { billingPeriodOf, type LineItem } from './line-item.ts';
import { MAX_PAYERS, type ParsedContent } from './object-version.ts';
import type { CuratedStore, LandedObject, ReportReader } from './ports.ts';
import type { DeliveryRef } from './publication.ts';
import type { ReadLimits } from './report-reader.ts';

export interface ParseDeps {
  readonly reader: ReportReader;
  readonly curated: CuratedStore;
  readonly clock: Clock;
  readonly limits: ReadLimits;
}

/** Which part of which delivery a file becomes. */
export interface PartOf extends Omit<DeliveryRef, 'billingPeriod'> {
  readonly part: number;
  /** The period that all rows belong to; undefined where the file itself says it. */
  readonly billingPeriod?: string;
}

/**
 * Reads one file: its exact sums and its curated Parquet are stored as a part of a delivery, where nobody looks yet.
 * @throws AlmanacError naming what is wrong with the file; then nothing of it may be used
 */
export async function parseObject(
  deps: ParseDeps,
  landed: LandedObject,
  { report: name, deliveryId, part, billingPeriod: fixedPeriod }: PartOf,
  signal: AbortSignal,
): Promise<ParsedContent> {
  const startedAt = deps.clock.now().getTime();
  const hash = createHash('sha256');
  const delivery = (billingPeriod: string): DeliveryRef => ({ report: name, billingPeriod, deliveryId });
  const report = await deps.reader.open(hashed(landed.content, hash), deps.limits);
  const sums = new DailyCostSums();
  const payers = new Set<string>();
  const parts = new CuratedParts((billingPeriod) => deps.curated.openPart(delivery(billingPeriod), part));
  const { findings } = report;
  try {
    for await (const batch of report.batches) {
      if (signal.aborted)
        throw new AlmanacError('OUT_OF_TIME', 'The file took longer than one function may run (parser timeout)');
      for (const item of batch) {
        if (fixedPeriod) assignPeriod(item, fixedPeriod, findings.warnings);
        if (item.BillingAccountId) payers.add(item.BillingAccountId);
        sums.add(item);
      }
      await parts.append(batch);
    }
    const periods = sums.byPeriod();
    if (fixedPeriod && !periods.has(fixedPeriod)) periods.set(fixedPeriod, []);
    const totals = totalsOf([...periods.values()].flat());
    await parts.close();
    await Promise.all([...periods].map(([period, rows]) => deps.curated.saveAggregates(delivery(period), part, rows)));
    return {
      format: report.format,
      sha256: hash.digest('hex'),
      rows: findings.rows,
      uncompressedBytes: findings.uncompressedBytes,
      amortized: findings.amortized,
      warnings: [...findings.warnings],
      totals,
      periods: Object.fromEntries([...periods].map(([period, rows]) => [period, summary(rows)])),
      payers: [...payers].sort().slice(0, MAX_PAYERS),
      lastModified: landed.lastModified,
      parseMs: deps.clock.now().getTime() - startedAt,
    };
  } catch (error) {
    await parts.abort();
    throw error;
  }
}

const summary = (rows: readonly DailyCost[]) => ({ rows: countLineItems(rows), totals: totalsOf(rows) });

/** A delivery replaces its period as a whole, so that everything in it belongs there, whatever a row says. */
function assignPeriod(item: LineItem, billingPeriod: string, warnings: Set<string>): void {
  const own = billingPeriodOf(item);
  if (own === billingPeriod) return;
  warnings.add(`Rows of billing period ${own} are in a delivery of ${billingPeriod} and count there`);
  item.BillingPeriodStart = `${billingPeriod}-01T00:00:00Z`;
}

async function* hashed(content: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}
