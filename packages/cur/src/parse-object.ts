import { createHash } from 'node:crypto';
import type { Clock } from '@almanac/kernel';
import { countLineItems, type DailyCost, totalsOf } from './daily-costs.ts';
import type { ParsedContent } from './object-version.ts';
import type { CuratedStore, LandedObject } from './ports.ts';
import type { DeliveryRef } from './publication.ts';
import { readReportFile } from './read-report.ts';
import type { ReadLimits } from './report-reader.ts';

export interface ParseDeps {
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
  { curated, clock, limits }: ParseDeps,
  landed: LandedObject,
  { report, deliveryId, part, billingPeriod: fixedPeriod }: PartOf,
  signal: AbortSignal,
): Promise<ParsedContent> {
  const startedAt = clock.now().getTime();
  const hash = createHash('sha256');
  const delivery = (billingPeriod: string): DeliveryRef => ({ report, billingPeriod, deliveryId });
  const file = { content: hashed(landed.content, hash), ranges: landed.ranges };
  const openPart = (billingPeriod: string) => curated.openPart(delivery(billingPeriod), part);
  // A delivery replaces its period as a whole, so that everything in it belongs there, whatever a row says.
  const options = { limits, openPart, signal, ...(fixedPeriod && { billingPeriod: fixedPeriod }) };
  const { format, findings, periods, payers } = await readReportFile(file, options);
  if (fixedPeriod && !periods.has(fixedPeriod)) periods.set(fixedPeriod, []);
  await Promise.all([...periods].map(([period, rows]) => curated.saveAggregates(delivery(period), part, rows)));
  return {
    format,
    sha256: hash.digest('hex'),
    rows: findings.rows,
    uncompressedBytes: findings.uncompressedBytes,
    amortized: findings.amortized,
    warnings: [...findings.warnings],
    totals: totalsOf([...periods.values()].flat()),
    periods: Object.fromEntries([...periods].map(([period, rows]) => [period, summary(rows)])),
    payers,
    lastModified: landed.lastModified,
    parseMs: clock.now().getTime() - startedAt,
  };
}

const summary = (rows: readonly DailyCost[]) => ({ rows: countLineItems(rows), totals: totalsOf(rows) });

async function* hashed(content: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
}
