import { amountUnits } from '../fields.ts';
import { setUnits, WORDS } from './amount-words.ts';
import type { ColumnBatch, Dictionary, WantedColumns } from './column-batch.ts';
import { grown } from './grown.ts';

class TextColumnBuilder {
  ids = new Int32Array(0);
  readonly #known = new Map<string, number>();

  set(row: number, text: string): void {
    let id = this.#known.get(text);
    if (id === undefined) {
      id = this.#known.size;
      this.#known.set(text, id);
    }
    this.ids = grown(this.ids, row + 1);
    this.ids[row] = id;
  }

  dictionary(): Dictionary {
    return dictionaryOf([...this.#known.keys()]);
  }

  clear(): void {
    this.#known.clear();
  }
}

class AmountColumnBuilder {
  words = new Int32Array(0);
  faults = new Map<number, string>();

  set(row: number, text: string): void {
    const units = amountUnits(text);
    if (units === undefined) this.faults.set(row, text);
    this.words = grown(this.words, (row + 1) * WORDS);
    setUnits(this.words, row, units ?? 0n);
  }
}

/** A dictionary of these texts, in this order. */
export function dictionaryOf(texts: readonly string[]): Dictionary {
  const bytes = Buffer.from(texts.join(''), 'utf8');
  const starts = new Uint32Array(texts.length);
  const ends = new Uint32Array(texts.length);
  let end = 0;
  texts.forEach((text, id) => {
    starts[id] = end;
    end += Buffer.byteLength(text);
    ends[id] = end;
  });
  return { size: texts.length, bytes, starts, ends };
}

/** Makes batches of values that are JavaScript strings already: simple, and as slow as they are. */
export class BatchBuilder {
  readonly #wanted: WantedColumns;
  readonly #texts: TextColumnBuilder[];
  readonly #amounts: AmountColumnBuilder[];
  #rows = 0;
  #firstRow: number;

  /** @param firstRow number of the first row to come */
  constructor(wanted: WantedColumns, firstRow: number) {
    this.#wanted = wanted;
    this.#firstRow = firstRow;
    this.#texts = wanted.texts.map(() => new TextColumnBuilder());
    this.#amounts = wanted.amounts.map(() => new AmountColumnBuilder());
  }

  get isFull(): boolean {
    return this.#rows === this.#wanted.batchRows;
  }

  get isEmpty(): boolean {
    return this.#rows === 0;
  }

  /** @param fields the values of all columns of a row, in file order */
  add(fields: readonly string[]): void {
    this.#wanted.texts.forEach((column, i) => {
      this.#texts[i]?.set(this.#rows, fields[column] ?? '');
    });
    this.#wanted.amounts.forEach((column, i) => {
      this.#amounts[i]?.set(this.#rows, fields[column] ?? '');
    });
    this.#rows += 1;
  }

  /** The rows added since the last call; valid until the next {@link add}. */
  take(): ColumnBatch {
    const batch: ColumnBatch = {
      rows: this.#rows,
      firstRow: this.#firstRow,
      texts: this.#texts.map((column) => ({ ids: column.ids, dictionary: column.dictionary() })),
      amounts: this.#amounts.map(({ words, faults }) => ({ words, faults })),
    };
    this.#firstRow += this.#rows;
    this.#rows = 0;
    for (const column of this.#texts) column.clear();
    for (const column of this.#amounts) column.faults = new Map();
    return batch;
  }
}
