import { inParallel } from '@almanac/kernel';
import { type DailyCost, mergeInto, rowKey } from './daily-costs.ts';
import type { DayGroup } from './day-groups.ts';
import type { CuratedStore, DayOfSums } from './ports.ts';
import type { DeliveryContent, DeliveryRef, PeriodRef } from './publication.ts';

/** Files of a delivery that are asked for at once. */
const FILES_AT_ONCE = 8;

/** Which sums each file of a delivery has. */
export interface DeliverySums {
  readonly delivery: DeliveryRef;
  /** The days of part 1, part 2, …; no parts where the delivery is kept out of the totals. */
  readonly parts: readonly (readonly DayOfSums[])[];
}

/** Looks up the days of every file of a delivery; reads no sums. */
export async function deliverySums(
  curated: CuratedStore,
  { report, billingPeriod }: PeriodRef,
  { deliveryId, parts, shadow }: DeliveryContent,
): Promise<DeliverySums> {
  const delivery = { report, billingPeriod, deliveryId };
  const numbers = Array.from({ length: shadow ? 0 : parts }, (_, index) => index + 1);
  return { delivery, parts: await inParallel(FILES_AT_ONCE, numbers, (part) => curated.days(delivery, part)) };
}

/** Which of some rows are meant, and how many may be held at once. */
export interface Selection {
  readonly group: DayGroup;
  readonly takes: (key: string) => boolean;
  /** Of all deliveries together, merged. */
  readonly mergedRows: number;
  /** Read and not merged yet; a file's share of the group is read whole all the same. */
  readonly readRows: number;
  readonly signal: AbortSignal;
}

/** Why there are no rows: more would be held than may be, or time ran out. */
export type NoRows = 'too many' | 'out of time';

/** The merged rows of each delivery, in an order that is always the same. */
export async function mergedRows(
  curated: CuratedStore,
  deliveries: readonly DeliverySums[],
  selection: Selection,
): Promise<DailyCost[][] | NoRows> {
  const merged: Map<string, DailyCost>[] = [];
  for (const { delivery, parts } of deliveries) {
    const rows = new Map<string, DailyCost>();
    merged.push(rows);
    for (const batch of batchesOf(parts, selection)) {
      if (selection.signal.aborted) return 'out of time';
      await mergeBatch(curated, delivery, batch, selection, rows);
      if (merged.reduce((sum, { size }) => sum + size, 0) > selection.mergedRows) return 'too many';
    }
  }
  return merged.map((rows) => [...rows.values()]);
}

/** Files in their order, whichever is read first. A call of its own, so that nothing holds them while the next are read. */
async function mergeBatch(
  curated: CuratedStore,
  delivery: DeliveryRef,
  batch: readonly Share[],
  { takes }: Selection,
  into: Map<string, DailyCost>,
): Promise<void> {
  const read = await inParallel(FILES_AT_ONCE, batch, ({ part, days }) => curated.loadAggregates(delivery, part, days));
  for (const rows of read) {
    mergeInto(
      into,
      rows.filter((row) => takes(rowKey(row))),
    );
  }
}

interface Share {
  readonly part: number;
  readonly days: readonly DayOfSums[];
}

/** What each file has of a group of days, with as many files together as may be read at once. */
function batchesOf(parts: DeliverySums['parts'], { group, readRows }: Selection): Share[][] {
  const wanted = new Set(group.days);
  const batches: Share[][] = [];
  let held = Number.POSITIVE_INFINITY;
  for (const [index, all] of parts.entries()) {
    const days = all.filter(({ day }) => wanted.has(day));
    const rows = days.reduce((sum, day) => sum + day.rows, 0);
    if (rows === 0) continue;
    if (held + rows > readRows) {
      batches.push([]);
      held = 0;
    }
    batches.at(-1)?.push({ part: index + 1, days });
    held += rows;
  }
  return batches;
}
