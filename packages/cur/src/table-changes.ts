import { stableId } from '@almanac/kernel';
import { type DailyCost, rowKey, sameRow } from './daily-costs.ts';
import type { DailyCostStore } from './ports.ts';
import { type Change, type DeliveryContent, type PeriodState, sameContent } from './publication.ts';

/**
 * The rows that differ between a target and any of the deliveries that may stand in the table, wholly or in part.
 * A row is left alone only where every one of them agrees with the target.
 */
export function difference(
  target: readonly DailyCost[],
  standing: readonly (readonly DailyCost[])[],
): Change<DailyCost> {
  const wanted = new Map(target.map((row) => [rowKey(row), row]));
  const indexed = standing.map((rows) => new Map(rows.map((row) => [rowKey(row), row])));
  const stands = (key: string, row: DailyCost) =>
    indexed.every((rows) => {
      const there = rows.get(key);
      return there !== undefined && sameRow(there, row);
    });
  const write = [...wanted].filter(([key, row]) => !stands(key, row)).map(([, row]) => row);
  const gone = new Map(indexed.flatMap((rows) => [...rows].filter(([key]) => !wanted.has(key))));
  return { write: interleavedByDay(write), remove: interleavedByDay([...gone.values()]) };
}

/** One row of each day in turn: a day is a partition of the table, and writes spread over all of them. */
function interleavedByDay(rows: readonly DailyCost[]): DailyCost[] {
  const days = new Map<string, number>();
  const turns = rows.map((row) => {
    const turn = days.get(row.usageDate) ?? 0;
    days.set(row.usageDate, turn + 1);
    return { row, turn };
  });
  return turns.sort((a, b) => a.turn - b.turn).map(({ row }) => row);
}

/** Rows written between two looks at the clock. */
const ROWS_AT_ONCE = 1_000;

/** Names the changes that a publication makes: they are the same, in the same order, as long as this is. */
export const planOf = ({ live, unfinished }: PeriodState, intended: DeliveryContent): string => {
  const nameOf = (content: DeliveryContent | undefined) => `${content?.deliveryId ?? ''}${content?.shadow ? '*' : ''}`;
  const others = unfinished.filter((content) => !sameContent(content, intended)).map(nameOf);
  return stableId(nameOf(intended), nameOf(live), ...others);
};

/** Makes the changes from the given one on; returns how many are made when all are, or when time runs out. */
export async function applyChanges(
  dailyCosts: DailyCostStore,
  report: string,
  deliveryId: string,
  { write, remove }: Change<DailyCost>,
  from: number,
  signal: AbortSignal,
): Promise<number> {
  let done = from;
  while (done < write.length && !signal.aborted) {
    const rows = write.slice(done, done + ROWS_AT_ONCE);
    await dailyCosts.write(report, rows, deliveryId);
    done += rows.length;
  }
  while (done >= write.length && done < write.length + remove.length && !signal.aborted) {
    const rows = remove.slice(done - write.length, done - write.length + ROWS_AT_ONCE);
    await dailyCosts.remove(report, rows);
    done += rows.length;
  }
  return done;
}
