import { WORDS } from '../reading/amount-words.ts';
import type { AmountColumn } from '../reading/column-batch.ts';
import type { StoreAmount } from './amount-of-type.ts';
import type { ValueSink } from './flat-column.ts';
import type { Raw, RawValues, ValueStream } from './raw-values.ts';

/** Amounts of a dictionary's entries, and the text of those that are none. */
interface StoredAmounts {
  readonly words: Int32Array;
  readonly faults: Map<number, string>;
}

const emptyAmounts = (count: number): StoredAmounts => ({ words: new Int32Array(count * WORDS), faults: new Map() });

/** Collects the amounts of a column, batch by batch; the entries of a dictionary are made into amounts once. */
export class AmountSink implements ValueSink {
  readonly #store: StoreAmount;
  readonly #textOf: (raw: Raw) => string;
  readonly #batch: StoredAmounts;
  #source: RawValues | undefined;
  #shared = emptyAmounts(0);

  constructor(store: StoreAmount, textOf: (raw: Raw) => string, batchRows: number) {
    this.#batch = emptyAmounts(batchRows);
    this.#store = store;
    this.#textOf = textOf;
  }

  useDictionary(dictionary: RawValues | undefined): void {
    if (dictionary === this.#source) return;
    this.#source = dictionary;
    this.#shared = emptyAmounts(dictionary?.length ?? 0);
    for (let id = 0; id < (dictionary?.length ?? 0); id++) this.#put(this.#shared, id, dictionary?.[id] as Raw);
  }

  absent(row: number): void {
    clear(this.#batch.words, row);
  }

  takeIds(ids: Int32Array, rows: Int32Array, count: number): void {
    const { words: from, faults } = this.#shared;
    const to = this.#batch.words;
    for (let i = 0; i < count; i++) {
      const source = (ids[i] as number) * WORDS;
      const target = (rows[i] as number) * WORDS;
      for (let word = 0; word < WORDS; word++) to[target + word] = from[source + word] as number;
    }
    if (faults.size === 0) return;
    for (let i = 0; i < count; i++) {
      const fault = faults.get(ids[i] as number);
      if (fault !== undefined) this.#batch.faults.set(rows[i] as number, fault);
    }
  }

  takeValues(stream: ValueStream, rows: Int32Array, count: number): void {
    const values = stream.take(count);
    for (let i = 0; i < count; i++) this.#put(this.#batch, rows[i] as number, values[i] as Raw);
  }

  /** The amounts of the batch, valid until the next one is begun. */
  take(): AmountColumn {
    return this.#batch;
  }

  /** Begins a batch. */
  begin(): void {
    this.#batch.faults.clear();
  }

  #put({ words, faults }: StoredAmounts, at: number, raw: Raw): void {
    if (this.#store(words, at, raw)) return;
    clear(words, at);
    faults.set(at, this.#textOf(raw));
  }
}

function clear(words: Int32Array, row: number): void {
  for (let at = row * WORDS; at < (row + 1) * WORDS; at++) words[at] = 0;
}
