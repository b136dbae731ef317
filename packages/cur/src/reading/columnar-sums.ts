import { Decimal } from '@almanac/kernel';
import { costsByPeriod, type DailyCost, type DailyCostKey, emptyDailyCost, mergeRows } from '../daily-costs.ts';
import { AMOUNT_SCALE } from '../line-item.ts';
import type { ValueColumn } from './applied-rule.ts';
import { BATCH_ROWS } from './column-batch.ts';
import type { LineItemBatch } from './line-item-batch.ts';
import { TupleTable } from './tuple-table.ts';
import { WordSums } from './word-sums.ts';

/** What makes up a daily cost; the name comes last, for it is no part of the key. */
const KEYS = [
  'BillingPeriodStart',
  'BillingCurrency',
  'ChargeCategory',
  'ServiceCode',
  'RegionId',
  'SubAccountId',
  'ChargePeriodStart',
  'ServiceName',
] as const satisfies readonly (keyof DailyCostKey)[];

/** Values of one key over all batches. */
class KeyValues {
  readonly values: string[] = [];
  readonly #idOf = new Map<string, number>();
  readonly #ids = new Int32Array(BATCH_ROWS);
  readonly #read: (value: string) => string;

  constructor(read: (value: string) => string) {
    this.#read = read;
  }

  /** The ids of a batch's rows, the same for the same value in every batch. */
  ids({ ids, values }: ValueColumn<string | null>, rows: number): Int32Array {
    const known = Int32Array.from(values, (value) => this.#id(this.#read(value ?? '')));
    const all = this.#ids;
    if (values.length === 1) return all.fill(known[0] as number, 0, rows);
    for (let row = 0; row < rows; row++) all[row] = known[ids[row] as number] as number;
    return all;
  }

  #id(value: string): number {
    const known = this.#idOf.get(value);
    if (known !== undefined) return known;
    this.#idOf.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** Sums line items into daily costs, exactly, by ids alone: what {@link DailyCostSums} does item by item. */
export class ColumnarSums {
  readonly #keys = KEYS.map((key) => new KeyValues(key === 'ChargePeriodStart' ? (time) => time.slice(0, 10) : String));
  readonly #tuples = KEYS.slice(1).map(() => new TupleTable());
  readonly #ids = new Int32Array(BATCH_ROWS);
  readonly #billed = new WordSums();
  readonly #effective = new WordSums();
  #counts = new Float64Array(256);

  add(batch: LineItemBatch): void {
    const { rows, amounts } = batch;
    const ids = this.#groupIds(batch);
    const size = this.#groups.size;
    this.#billed.add(ids, amounts.get('BilledCost') ?? new Int32Array(), rows, size);
    this.#effective.add(ids, amounts.get('EffectiveCost') ?? new Int32Array(), rows, size);
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

  #groupIds({ values, rows }: LineItemBatch): Int32Array {
    KEYS.forEach((key, i) => {
      const column = values.get(key);
      if (!column) throw new Error(`The batch lacks ${key}`);
      const ids = (this.#keys[i] as KeyValues).ids(column, rows);
      if (i === 0) this.#ids.set(ids.subarray(0, rows));
      else this.#tuples[i - 1]?.combine(this.#ids, ids, rows, this.#ids);
    });
    return this.#ids;
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
