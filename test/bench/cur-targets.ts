/** Median seconds and highest peak of memory of each variant at one size. */
export type Medians = ReadonlyMap<string, { readonly seconds: number; readonly peakRssMb: number }>;

interface Target {
  readonly name: string;
  readonly floor: number;
  readonly goal: number;
  /** Undefined where a variant was not run. Larger is better, unless it is memory. */
  measured(medians: Medians): number | undefined;
  readonly isMemory?: boolean;
}

/** How many times faster `fast` is than `slow`. */
const ratio = (slow: string, fast: string) => (medians: Medians) => {
  const [a, b] = [medians.get(slow)?.seconds, medians.get(fast)?.seconds];
  return a === undefined || b === undefined ? undefined : a / b;
};
const memory = (name: string) => (medians: Medians) => medians.get(name)?.peakRssMb;

const PARQUET = 'sums and Parquet';
const TARGETS: readonly Target[] = [
  { name: "sums, share of gunzip's speed", floor: 0.7, goal: 0.85, measured: ratio('gunzip', 'sums') },
  { name: "with Parquet, share of gunzip's speed", floor: 0.38, goal: 0.6, measured: ratio('gunzip', PARQUET) },
  { name: 'sums on one core', floor: 0.55, goal: 0.65, measured: ratio('gunzip, one core', 'sums, one core') },
  {
    name: 'with Parquet on one core',
    floor: 0.25,
    goal: 0.35,
    measured: ratio('gunzip, one core', `${PARQUET}, one core`),
  },
  {
    name: 'sums, times faster than DuckDB on one thread',
    floor: 3,
    goal: 4,
    measured: ratio('DuckDB sums, 1 thread', 'sums'),
  },
  {
    name: 'with Parquet, times faster than DuckDB on one thread',
    floor: 2.5,
    goal: 4,
    measured: ratio('DuckDB Parquet, 1 thread', PARQUET),
  },
  { name: 'sums, times faster than csv-parse', floor: 20, goal: 25, measured: ratio('csv-parse, sums', 'sums') },
  { name: 'peak RSS of sums, MB', floor: 110, goal: 110, measured: memory('sums'), isMemory: true },
  { name: 'peak RSS with Parquet, MB', floor: 160, goal: 160, measured: memory(PARQUET), isMemory: true },
];

export interface Verdict {
  readonly name: string;
  readonly measured: number;
  readonly floor: number;
  readonly goal: number;
  readonly verdict: 'goal' | 'floor' | 'missed';
}

/** Which targets hold. */
export const verdicts = (medians: Medians): Verdict[] =>
  TARGETS.flatMap(({ name, floor, goal, measured: of, isMemory }) => {
    const measured = of(medians);
    if (measured === undefined) return [];
    const holds = (target: number) => (isMemory ? measured <= target : measured >= target);
    return [{ name, measured, floor, goal, verdict: holds(goal) ? 'goal' : holds(floor) ? 'floor' : 'missed' }];
  });
