import { Decimal } from '@almanac/kernel';
import {
  costsByPeriod,
  type DailyCost,
  type DailyCostKey,
  emptyDailyCost,
  mergeRows,
  NO_REGION,
} from '../daily-costs.ts';
import { AMOUNT_SCALE } from '../line-item.ts';
import type { ValueColumn } from './applied-rule.ts';
import { BATCH_ROWS } from './column-batch.ts';
import type { LineItemBatch } from './line-item-batch.ts';
import { type IdColumn, PairIds } from './pair-ids.ts';
import { TupleTable } from './tuple-table.ts';
import { WordSums } from './word-sums.ts';

/** What makes up a daily cost; the name comes last, for it is no part of the key. */
const KEYS = [
  'BillingPeriodStart',
  'BillingCurrency',
  'ChargeCategory',
  'x_ServiceCode',
  'RegionId',
  'SubAccountId',
  'ChargePeriodStart',
  'ServiceName',
] as const satisfies readonly (keyof DailyCostKey)[];

/** Values of one key over all batches. */
class KeyValues {
  readonly values: string[] = [];
  readonly #idOf = new Map<string, number>();

  id(value: string): number {
    const known = this.#idOf.get(value);
    if (known !== undefined) return known;
    this.#idOf.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** What of a value is part of the key: of a time its day. */
const keyOf = (key: (typeof KEYS)[number], value: string | null): string => {
  if (key === 'RegionId') return value ?? NO_REGION;
  return key === 'ChargePeriodStart' ? (value ?? '').slice(0, 10) : (value ?? '');
};

/** Sums line items into daily costs, exactly, by ids alone: what {@link DailyCostSums} does item by item. */
export class ColumnarSums {
  readonly #keys = KEYS.map(() => new KeyValues());
  /** Combinations of keys in the batch at hand, and in all batches. */
  readonly #pairs = KEYS.slice(1).map(() => new PairIds());
  readonly #tuples = KEYS.slice(1).map(() => new TupleTable());
  readonly #ids = new Int32Array(BATCH_ROWS);
  readonly #billed = new WordSums();
  readonly #effective = new WordSums();
  #counts = new Float64Array(256);

  add(batch: LineItemBatch): void {
    const { rows, amounts } = batch;
    const ids = this.#groupIds(batch);
    const size = this.#groups.size;
    this.#billed.add(ids, amounts.get('BilledCost')?.words ?? new Int32Array(), rows, size);
    this.#effective.add(ids, amounts.get('EffectiveCost')?.words ?? new Int32Array(), rows, size);
    this.#count(ids, rows, size);
  }

  /**
   * Rows by billing period, periods in ascending order, rows in the order of their first line item.
   * @throws AlmanacError `AMOUNT_OUT_OF_RANGE` where a sum cannot be stored exactly, or `VALUE_TOO_LONG`
   */
  byPeriod(): Map<string, DailyCost[]> {
    const rows = new Map<number, DailyCost>();
    for (let group = 0; group < this.#groups.size; group++) {
      const row = this.#dailyCost(group);
      const key = this.#groups.first(group);
      const known = rows.get(key);
      rows.set(key, known ? mergeRows(known, row) : row);
    }
    return costsByPeriod(rows.values());
  }

  /** Groups of the same key and name. */
  get #groups(): TupleTable {
    return this.#tuples[this.#tuples.length - 1] as TupleTable;
  }

  /** Rows are grouped by the batch's own ids first, so that only distinct groups are looked up among all. */
  #groupIds({ values, rows }: LineItemBatch): Int32Array {
    const columns = KEYS.map((key) => {
      const column = values.get(key);
      if (!column) throw new Error(`The batch lacks ${key}`);
      return column;
    });
    const [first, ...others] = columns.map(({ ids, values: { length } }) => ({ ids, size: length }));
    let combined = first as IdColumn;
    others.forEach((column, i) => {
      const pairs = this.#pairs[i] as PairIds;
      pairs.combine(combined, column, rows, this.#ids);
      combined = { ids: this.#ids, size: pairs.size };
    });
    const groups = this.#groupsOf(columns, combined.size);
    const ids = this.#ids;
    for (let row = 0; row < rows; row++) ids[row] = groups[ids[row] as number] as number;
    return ids;
  }

  /** The groups among all that the batch's groups are. */
  #groupsOf(columns: readonly ValueColumn<string | null>[], size: number): Int32Array {
    const known = columns.map(({ values }, i) =>
      values.map((value) => (this.#keys[i] as KeyValues).id(keyOf(KEYS[i] as (typeof KEYS)[number], value))),
    );
    return Int32Array.from({ length: size }, (_, local) => {
      const parts: number[] = [];
      let rest = local;
      for (let i = KEYS.length - 1; i >= 0; i--) {
        const pairs = this.#pairs[i - 1];
        parts[i] = known[i]?.[pairs ? pairs.second(rest) : rest] ?? 0;
        rest = pairs?.first(rest) ?? 0;
      }
      return parts.reduce((group, part, i) => this.#tuples[i - 1]?.idOf(group, part) ?? part);
    });
  }

  #count(ids: Int32Array, rows: number, size: number): void {
    if (size > this.#counts.length) {
      const larger = new Float64Array(Math.max(this.#counts.length * 2, size));
      larger.set(this.#counts);
      this.#counts = larger;
    }
    const counts = this.#counts;
    for (let row = 0; row < rows; row++) (counts[ids[row] as number] as number) += 1;
  }

  #dailyCost(group: number): DailyCost {
    const key: Partial<Record<keyof DailyCostKey, string>> = {};
    let rest = group;
    for (let i = KEYS.length - 1; i >= 0; i--) {
      const table = this.#tuples[i - 1];
      key[KEYS[i] as keyof DailyCostKey] = this.#keys[i]?.values[table ? table.second(rest) : rest] ?? '';
      rest = table?.first(rest) ?? 0;
    }
    return {
      ...emptyDailyCost(key as DailyCostKey),
      unblendedCost: Decimal.of(this.#billed.units(group), AMOUNT_SCALE),
      amortizedCost: Decimal.of(this.#effective.units(group), AMOUNT_SCALE),
      lineItems: this.#counts[group] ?? 0,
    };
  }
}
