import { WORDS } from '../reading/amount-words.ts';
import type { LineItemBatch } from '../reading/line-item-batch.ts';

/** Line items of one billing period. */
export interface PeriodItems {
  /** `YYYY-MM`. */
  readonly billingPeriod: string;
  readonly items: LineItemBatch;
}

/** The line items of a batch by the period they are billed in; mostly that is one, and nothing is copied. */
export function byBillingPeriod(batch: LineItemBatch): PeriodItems[] {
  const column = batch.values.get('BillingPeriodStart');
  const periods = (column?.values ?? []).map((start) => (start ?? '').slice(0, 7));
  const [only, ...others] = periods;
  if (only === undefined || !column) return [];
  if (others.length === 0) return [{ billingPeriod: only, items: batch }];
  return periods.map((billingPeriod, id) => ({
    billingPeriod,
    items: rowsOf(batch, rowsWith(column.ids, id, batch.rows)),
  }));
}

function rowsWith(ids: Int32Array, id: number, rows: number): number[] {
  const found: number[] = [];
  for (let row = 0; row < rows; row++) if (ids[row] === id) found.push(row);
  return found;
}

/** Only these rows; dictionaries stay as they are. */
function rowsOf(batch: LineItemBatch, rows: readonly number[]): LineItemBatch {
  const idsOf = (ids: Int32Array) => Int32Array.from(rows, (row) => ids[row] as number);
  const each = <Key, From, To>(columns: ReadonlyMap<Key, From>, of: (column: From) => To) =>
    new Map([...columns].map(([key, column]) => [key, of(column)]));
  return {
    ...batch,
    rows: rows.length,
    values: each(batch.values, ({ ids, values }) => ({ ids: idsOf(ids), values })),
    copies: each(batch.copies, ({ ids, dictionary }) => ({ ids: idsOf(ids), dictionary })),
    amounts: each(batch.amounts, ({ words, isThere }) => ({
      words: wordsOf(words, rows),
      ...(isThere && { isThere: Uint8Array.from(rows, (row) => isThere[row] as number) }),
    })),
  };
}

function wordsOf(words: Int32Array, rows: readonly number[]): Int32Array {
  const some = new Int32Array(rows.length * WORDS);
  rows.forEach((row, i) => {
    some.set(words.subarray(row * WORDS, (row + 1) * WORDS), i * WORDS);
  });
  return some;
}
