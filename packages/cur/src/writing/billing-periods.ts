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

function rowsWith(ids: Int32Array, id: number, rows: number): Int32Array {
  const found = new Int32Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) if (ids[row] === id) found[count++] = row;
  return found.subarray(0, count);
}

/** Only these rows; dictionaries stay as they are. */
function rowsOf(batch: LineItemBatch, rows: Int32Array): LineItemBatch {
  const each = <Key, From, To>(columns: ReadonlyMap<Key, From>, of: (column: From) => To) =>
    new Map([...columns].map(([key, column]) => [key, of(column)]));
  return {
    ...batch,
    rows: rows.length,
    values: each(batch.values, ({ ids, values }) => ({ ids: idsOf(ids, rows), values })),
    copies: each(batch.copies, ({ ids, dictionary }) => ({ ids: idsOf(ids, rows), dictionary })),
    amounts: each(batch.amounts, ({ words, isThere }) => ({
      words: wordsOf(words, rows),
      ...(isThere && { isThere: Uint8Array.from(rows, (row) => isThere[row] as number) }),
    })),
  };
}

// Loops, which V8 compiles once for all columns: these are run for each value of a report of several periods.

function idsOf(ids: Int32Array, rows: Int32Array): Int32Array {
  const some = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) some[i] = ids[rows[i] as number] as number;
  return some;
}

function wordsOf(words: Int32Array, rows: Int32Array): Int32Array {
  const some = new Int32Array(rows.length * WORDS);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * WORDS;
    for (let word = 0; word < WORDS; word++) some[i * WORDS + word] = words[from + word] as number;
  }
  return some;
}
