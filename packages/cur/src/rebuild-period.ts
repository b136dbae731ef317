import { Decimal } from '@almanac/kernel';
import { countLineItems, type DailyCost, dimensionKey, sameRow, totalsOf } from './daily-costs.ts';
import type { PublicationLedger } from './ports.ts';
import type { DeliveryContent, DeliveryRef, PeriodRef, PeriodState } from './publication.ts';
import { type Totals, totalsChange } from './totals.ts';

/** Key of a row of `cost_daily`. */
export interface StoredKey {
  /** UTC day of the usage, `YYYY-MM-DD`. */
  readonly usageDate: string;
  readonly dimensionKey: string;
}

/** A row as it stands in `cost_daily`; without content where it is not what a publication would write under its key. */
export interface StandingRow extends StoredKey {
  readonly row?: DailyCost;
}

/** The rows of `cost_daily` as they stand, and the writing of those that are wrong. */
export interface DailyCostRepair {
  /** The days on which rows stand, by report and billing period. Reads the keys of the whole table. */
  daysWithRows(): Promise<{ readonly period: PeriodRef; readonly days: ReadonlySet<string> }[]>;
  /** The rows of a (report, billing period) on these days. */
  standing(period: PeriodRef, days: readonly string[]): Promise<StandingRow[]>;
  /** Makes the changes as long as the period is as `state` says; `moved` where a publication has begun since. */
  apply(state: PeriodState, deliveryId: string, change: TableRepair): Promise<'applied' | 'moved'>;
}

export interface TableRepair {
  readonly write: readonly DailyCost[];
  readonly remove: readonly StoredKey[];
}

export interface RebuildDeps {
  readonly ledger: Pick<PublicationLedger, 'state'>;
  /** What a delivery's curated files hold, as rows of `cost_daily`. */
  readonly curated: { dailyCosts(delivery: DeliveryRef): Promise<DailyCost[]> };
  readonly table: DailyCostRepair;
}

/** What became of a (report, billing period); rows that a dry run would write or remove are counted alike. */
export interface RebuiltPeriod extends PeriodRef {
  readonly written: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Why it was left alone. */
  readonly left?: string;
}

const PUBLISHING = 'its rows are being written at present; run it again when it is published';
const MOVED = 'it was published anew meanwhile; run it again';
const LAKE_DIFFERS =
  'its curated files do not add up to what the ledger says was published; take it in again with "almanac cur reingest"';
const OLD_FILES =
  'its curated files are of an older release and lack x_ServiceCode; take it in again with "almanac cur reingest"';

/**
 * Makes the rows of a (report, billing period) what its live delivery's curated files say: rows that agree are left
 * alone, and so is a period that is being published, or whose curated files are not whole.
 * @param days on which rows of the period stand
 */
export async function rebuildPeriod(
  { ledger, curated, table }: RebuildDeps,
  period: PeriodRef,
  days: ReadonlySet<string>,
  isDryRun: boolean,
): Promise<RebuiltPeriod> {
  const leftAlone = (left: string): RebuiltPeriod => ({ ...period, written: 0, removed: 0, unchanged: 0, left });
  const state = await ledger.state(period);
  if (state.unfinished.length > 0) return leftAlone(PUBLISHING);
  const counting = state.live && !state.live.shadow && state.live.rows > 0 ? state.live : undefined;
  const wanted = counting ? await curated.dailyCosts({ ...period, deliveryId: counting.deliveryId }) : [];
  if (counting && !isWhole(counting, wanted)) return leftAlone(LAKE_DIFFERS);
  if (wanted.some(({ serviceCode }) => serviceCode === '')) return leftAlone(OLD_FILES);
  const standing = await table.standing(period, [...new Set([...days, ...wanted.map(({ usageDate }) => usageDate)])]);
  const { unchanged, ...repair } = repairOf(period.report, wanted, standing);
  const counts = { written: repair.write.length, removed: repair.remove.length, unchanged };
  if (isDryRun || counts.written + counts.removed === 0) return { ...period, ...counts };
  const outcome = await table.apply(state, counting?.deliveryId ?? '', repair);
  return outcome === 'moved' ? leftAlone(MOVED) : { ...period, ...counts };
}

const isWhole = ({ rows, totals }: DeliveryContent, wanted: readonly DailyCost[]): boolean =>
  countLineItems(wanted) === rows && isSameTotals(totals, totalsOf(wanted));

const isSameTotals = (a: Totals, b: Totals): boolean =>
  Object.values(totalsChange(a, b)).every(
    ({ unblendedCost, amortizedCost }) => unblendedCost.equals(Decimal.ZERO) && amortizedCost.equals(Decimal.ZERO),
  );

function repairOf(report: string, wanted: readonly DailyCost[], standing: readonly StandingRow[]) {
  const nameOf = ({ usageDate, dimensionKey: key }: StoredKey) => `${usageDate}#${key}`;
  const missing = new Map(
    wanted.map((row) => [nameOf({ usageDate: row.usageDate, dimensionKey: dimensionKey(report, row) }), row]),
  );
  const remove: StoredKey[] = [];
  let unchanged = 0;
  for (const stored of standing) {
    const row = missing.get(nameOf(stored));
    if (!row) remove.push(stored);
    else if (stored.row && sameRow(stored.row, row)) {
      missing.delete(nameOf(stored));
      unchanged += 1;
    }
  }
  return { write: [...missing.values()], remove, unchanged };
}
