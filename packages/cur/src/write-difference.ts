import type { DailyCost } from './daily-costs.ts';
import { type DayGroup, dayGroups } from './day-groups.ts';
import { type DeliverySums, deliverySums, mergedRows, type NoRows } from './delivery-sums.ts';
import type { CuratedStore, DailyCostStore } from './ports.ts';
import { type DeliveryContent, type PeriodState, type Place, type Progress, sameContent } from './publication.ts';
import { isInShare } from './row-shares.ts';
import { applyChanges, difference, planOf } from './table-changes.ts';

/** Sums held in memory at once while publishing, of all deliveries that are compared. */
export const DEFAULT_ROW_BUDGET = 200_000;

/** A day is cut into so many slices at most; what is left is then taken as it is. */
const MAX_SLICES = 2 ** 16;

export interface WriteDeps {
  readonly curated: CuratedStore;
  readonly dailyCosts: DailyCostStore;
  readonly rowBudget?: number;
}

/** How far the difference is written; `isComplete` unless time ran out. */
export interface Written extends Progress {
  readonly isComplete: boolean;
}

/** A publication's changes: from what is live or was begun to what is to stand. */
interface Work extends WriteDeps {
  readonly before: PeriodState;
  readonly intended: DeliveryContent;
  /** The target, then what is live, then what was begun. */
  readonly deliveries: readonly DeliverySums[];
  readonly rowBudget: number;
  readonly signal: AbortSignal;
}

/**
 * Makes the rows of the table those of `intended`, wherever they may be those of what is live or was begun: group of days
 * by group of days, so that a period may be larger than memory. Goes on where the state's progress says, if it is that of
 * the same changes.
 */
export async function writeDifference(
  deps: WriteDeps,
  before: PeriodState,
  intended: DeliveryContent,
  signal: AbortSignal,
): Promise<Written> {
  const deliveries = await sumsToCompare(deps.curated, before, intended);
  const rowBudget = deps.rowBudget ?? DEFAULT_ROW_BUDGET;
  const groups = dayGroups(
    deliveries.flatMap(({ parts }) => parts),
    rowBudget,
  );
  const work = { ...deps, before, intended, deliveries, rowBudget, signal };
  const plan = planOf(before, intended, groups);
  let progress = before.progress?.plan === plan ? before.progress : startOf(plan);
  for (let group = groups[progress.at.group]; group; group = groups[progress.at.group]) {
    const next = await advance(work, group, progress);
    if (next.at === progress.at) return { ...next, isComplete: false };
    progress = next;
  }
  return { ...progress, isComplete: true };
}

/** Where the sums of the target and of all that may stand lie; an earlier try of the target left nothing but its rows. */
async function sumsToCompare(
  curated: CuratedStore,
  before: PeriodState,
  intended: DeliveryContent,
): Promise<DeliverySums[]> {
  const unfinished = before.unfinished.filter((content) => !sameContent(content, intended));
  const sums: DeliverySums[] = [];
  for (const content of [intended, ...(before.live ? [before.live] : []), ...unfinished]) {
    sums.push(await deliverySums(curated, before, content));
  }
  return sums;
}

const startOf = (plan: string): Progress => ({
  plan,
  done: 0,
  at: { group: 0, slice: 0, slices: 1, doneBefore: 0 },
  changedDays: [],
  accounts: [],
});

/**
 * Works on one slice: on to the next, or to the first half of the slice where it is too large, or no further than within
 * it when time runs out, at the same place. A call of its own, so that nothing holds the rows while the next are read.
 */
async function advance(work: Work, group: DayGroup, progress: Progress): Promise<Progress> {
  const rows = await sliceRows(work, group, progress.at);
  if (rows === 'out of time') return progress;
  if (rows !== 'too many') return writeSlice(work, rows, progress);
  return { ...progress, at: { ...progress.at, slice: progress.at.slice * 2, slices: progress.at.slices * 2 } };
}

/** The rows of a slice, by delivery; `too many` where they do not fit and can be fewer. */
function sliceRows(
  { curated, deliveries, rowBudget, signal }: Work,
  group: DayGroup,
  { slice, slices }: Place,
): Promise<DailyCost[][] | NoRows> {
  const fits = group.rows <= rowBudget || slices >= MAX_SLICES;
  return mergedRows(curated, deliveries, {
    ...{ group, signal },
    takes: (key) => slices === 1 || isInShare(key, slice, slices),
    // A row of each delivery is the least that can be compared.
    mergedRows: fits ? Number.POSITIVE_INFINITY : Math.max(rowBudget / 2, deliveries.length),
    readRows: rowBudget / 2,
  });
}

async function writeSlice(
  { dailyCosts, before, intended, signal }: Work,
  [after = [], ...standing]: readonly DailyCost[][],
  progress: Progress,
): Promise<Progress> {
  const change = difference(after, before.live ? standing : [[], ...standing]);
  const { at, done: from } = progress;
  const start = from - at.doneBefore;
  const made = await applyChanges(dailyCosts, before.report, intended.deliveryId, change, start, signal);
  const done = at.doneBefore + made;
  if (made < change.write.length + change.remove.length) return { ...progress, done };
  const visible = difference(after, [(before.live && standing[0]) ?? []]);
  const changedDays = [...visible.write, ...visible.remove].map(({ usageDate }) => usageDate);
  return {
    plan: progress.plan,
    done,
    at: placeAfter(at, done),
    changedDays: union(progress.changedDays, changedDays),
    accounts: union(
      progress.accounts,
      after.map(({ accountId }) => accountId),
    ),
  };
}

const placeAfter = ({ group, slice, slices }: Place, doneBefore: number): Place =>
  slice + 1 < slices
    ? { group, slice: slice + 1, slices, doneBefore }
    : { group: group + 1, slice: 0, slices: 1, doneBefore };

const union = (known: readonly string[], more: readonly string[]): string[] => [...new Set([...known, ...more])].sort();
