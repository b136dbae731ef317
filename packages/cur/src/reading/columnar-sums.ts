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
import { grown } from './grown.ts';
import { KeyColumn } from './key-column.ts';
import type { LineItemBatch } from './line-item-batch.ts';
import { type IdColumn, type NumberedRows, PairIds } from './pair-ids.ts';
import { TupleTable } from './tuple-table.ts';
import { WordSums } from './word-sums.ts';

/** `YYYY-MM-DD`. */
const DAY_LENGTH = 10;

/** What makes up a daily cost, of a time its day; the name comes last, for it is no part of the key. */
export const DAILY_KEYS = [
  'BillingPeriodStart',
  'BillingCurrency',
  'ChargeCategory',
  'x_ServiceCode',
  'RegionId',
  'SubAccountId',
  'ChargePeriodStart',
  'ServiceName',
] as const satisfies readonly (keyof DailyCostKey)[];

/** What of a value is the key, where that is not the value itself: keys of a batch's values are distinct otherwise. */
const KEY_OF: Partial<Record<keyof DailyCostKey, (value: string | null) => string>> = {
  ChargePeriodStart: (value) => (value ?? '').slice(0, DAY_LENGTH),
  RegionId: (value) => value ?? NO_REGION,
};

/** Sums line items into daily costs, exactly, by ids alone: what {@link DailyCostSums} does item by item. */
export class ColumnarSums {
  readonly #keys = DAILY_KEYS.map((key) => new KeyColumn(KEY_OF[key]));
  /** Combinations of keys in the batch at hand, and in all batches. */
  readonly #pairs = DAILY_KEYS.slice(1).map(() => new PairIds());
  readonly #tuples = DAILY_KEYS.slice(1).map(() => new TupleTable());
  #ids = new Int32Array(0);
  /** For each group of the batch at hand the group among all. */
  #groupOf: number[] = [];
  readonly #parts: number[] = DAILY_KEYS.map(() => 0);
  readonly #billed = new WordSums();
  readonly #effective = new WordSums();
  #counts = new Float64Array(0);

  add(batch: LineItemBatch): void {
    const { rows, continues } = batch;
    const ids = this.#groupIds(batch, { rows, isAnew: !continues });
    const size = this.#groups.size;
    this.#billed.add(ids, batch.amounts.get('BilledCost')?.words ?? new Int32Array(), rows, size);
    this.#effective.add(ids, batch.amounts.get('EffectiveCost')?.words ?? new Int32Array(), rows, size);
    this.#count(ids, rows, size, batch.counts);
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
  #groupIds({ values }: LineItemBatch, numbered: NumberedRows): Int32Array {
    this.#ids = grown(this.#ids, numbered.rows);
    const columns = DAILY_KEYS.map((key) => values.get(key) as ValueColumn<string | null>);
    const [first, ...others] = this.#keys.map((key, i) =>
      key.local(columns[i] as ValueColumn<string | null>, numbered),
    );
    let combined = first as IdColumn;
    others.forEach((column, i) => {
      const pairs = this.#pairs[i] as PairIds;
      pairs.combine(combined, column, numbered, this.#ids);
      combined = { ids: this.#ids, size: pairs.size };
    });
    if (numbered.isAnew) this.#groupOf = [];
    for (let local = this.#groupOf.length; local < combined.size; local++) {
      this.#groupOf.push(this.#groupAmongAll(local));
    }
    const ids = this.#ids;
    for (let row = 0; row < numbered.rows; row++) ids[row] = this.#groupOf[ids[row] as number] as number;
    return ids;
  }

  /** The group among all that a group of the batch is. */
  #groupAmongAll(local: number): number {
    const parts = this.#parts;
    let rest = local;
    for (let i = DAILY_KEYS.length - 1; i >= 0; i--) {
      const pairs = this.#pairs[i - 1];
      parts[i] = (this.#keys[i] as KeyColumn).idAmongAll(pairs ? pairs.second(rest) : rest);
      if (pairs) rest = pairs.first(rest);
    }
    let group = parts[0] as number;
    for (let i = 1; i < DAILY_KEYS.length; i++)
      group = (this.#tuples[i - 1] as TupleTable).idOf(group, parts[i] as number);
    return group;
  }

  #count(ids: Int32Array, rows: number, size: number, lineItems?: Uint32Array): void {
    this.#counts = grown(this.#counts, size);
    const counts = this.#counts;
    for (let row = 0; row < rows; row++)
      (counts[ids[row] as number] as number) += lineItems ? (lineItems[row] as number) : 1;
  }

  #dailyCost(group: number): DailyCost {
    const key: Partial<Record<keyof DailyCostKey, string>> = {};
    let rest = group;
    for (let i = DAILY_KEYS.length - 1; i >= 0; i--) {
      const table = this.#tuples[i - 1];
      key[DAILY_KEYS[i] as keyof DailyCostKey] = this.#keys[i]?.values[table ? table.second(rest) : rest] ?? '';
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
