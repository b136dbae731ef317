import { Decimal } from '@almanac/kernel';
import { textOrNull } from '../fields.ts';
import { AMOUNT_SCALE } from '../line-item.ts';
import { WORDS } from '../reading/amount-words.ts';
import type { ValueColumn } from '../reading/applied-rule.ts';
import { type Dictionary, type TextColumn, textOf } from '../reading/column-batch.ts';
import { grown } from '../reading/grown.ts';
import type { Amounts } from '../reading/line-item-batch.ts';
import { AMOUNT_BYTES, AmountBytes } from './amount-bytes.ts';
import { PageBytes } from './page-bytes.ts';
import { bitWidthOf, writeHybrid, writeRun } from './run-lengths.ts';
import { UsedIds } from './used-ids.ts';

/** A column of one row group before compression; valid until its encoder's next. */
export interface ColumnPages {
  /** Distinct values; none where the column is plain. */
  readonly dictionary?: { readonly bytes: Buffer; readonly size: number };
  readonly data: Buffer;
  readonly nulls: number;
  /** Smallest and largest value, where they help to skip the row group. */
  readonly bounds?: { readonly min: string | Date; readonly max: string | Date };
}

/** What the encoders of all columns share, for they work one after the other. */
export class EncoderMemory {
  /** What has been encoded of the row group at hand, by the ids of its rows. */
  readonly known = new Map<Int32Array, EncodedIds[]>();
  readonly amounts: EncodedAmounts[] = [];
  readonly usedIds = new UsedIds();
  readonly amountBytes = new AmountBytes();
  levels = new Int32Array(0);

  /** Begins another row group. */
  clear(): void {
    this.known.clear();
    this.amounts.length = 0;
  }
}

interface EncodedAmounts {
  readonly amounts: Amounts;
  readonly pages: ColumnPages;
}

/** A column's pages, with the ids in its dictionary. */
interface EncodedIds {
  /** -1 where no id is null. */
  readonly nullId: number;
  readonly entries: readonly number[];
  readonly pages: ColumnPages;
}

/** Text that may be left out: `''`, `NULL` and `\N` are at most this long. */
const MAX_ABSENT_BYTES = 4;

/**
 * Makes Parquet pages of one column, row group after row group in the same memory.
 * Source: Apache Parquet, Encodings.md.
 */
export class PageEncoder {
  readonly #dictionary = new PageBytes();
  readonly #data = new PageBytes();
  readonly #memory: EncoderMemory;

  constructor(memory: EncoderMemory) {
    this.#memory = memory;
  }

  /** Texts as they stand in the report. */
  copies({ ids, dictionary }: TextColumn, rows: number): ColumnPages {
    const isNull = (id: number) => isAbsent(dictionary, id);
    return this.#dictionaryPages(ids, rows, dictionary.size, isNull, (id) => this.#append(dictionary, id)).pages;
  }

  /** Values that were worked out. */
  texts({ ids, values }: ValueColumn<string | null>, rows: number): ColumnPages {
    return this.#valuePages(ids, rows, values, (id) => this.#dictionary.byteArray(values[id] ?? ''));
  }

  /** Times as milliseconds since 1970. */
  times({ ids, values }: ValueColumn<string | null>, rows: number): ColumnPages {
    const times = values.map((value) => BigInt(value === null ? 0 : Date.parse(value)));
    const pages = this.#valuePages(ids, rows, values, (id) => {
      const page = this.#dictionary;
      page.length = page.room(8).writeBigInt64LE(times[id] ?? 0n, page.length);
    });
    const bounds = boundsOf(values);
    return bounds ? { ...pages, bounds: { min: new Date(bounds.min), max: new Date(bounds.max) } } : pages;
  }

  /** Texts of decimals, of which few are distinct, as {@link amounts} stores them. */
  decimals({ ids, values }: ValueColumn<string | null>, rows: number): ColumnPages {
    return this.#valuePages(ids, rows, values, (id) => {
      const units = Decimal.parse(values[id] ?? '0').toFixedPoint(AMOUNT_SCALE);
      const page = this.#dictionary;
      const bytes = page.room(AMOUNT_BYTES);
      bytes.writeBigInt64BE(units >> 64n, page.length);
      page.length = bytes.writeBigUInt64BE(BigInt.asUintN(64, units), page.length + AMOUNT_BYTES / 2);
    });
  }

  /** Amounts as DECIMAL in 16 bytes, most significant first; all null where no row has one. */
  amounts(amounts: Amounts | undefined, rows: number): ColumnPages {
    if (!amounts) {
      this.#writeLevels(rows, rows);
      return { data: this.#data.bytes(), nulls: rows };
    }
    const known = this.#memory.amounts.find((each) => isSame(each.amounts, amounts, rows));
    if (known) return known.pages;
    const nulls = amounts.isThere ? this.#countNulls(amounts.isThere, rows) : 0;
    this.#writeLevels(nulls, rows, this.#memory.levels);
    this.#data.append(this.#memory.amountBytes.of(amounts, rows));
    const pages = { data: this.#data.bytes(), nulls };
    this.#memory.amounts.push({ amounts, pages });
    return pages;
  }

  /** Leaves in the levels which rows have an amount. */
  #countNulls(isThere: Uint8Array, rows: number): number {
    const levels = grown(this.#memory.levels, rows);
    this.#memory.levels = levels;
    let nulls = rows;
    for (let row = 0; row < rows; row++) {
      const level = isThere[row] as number;
      levels[row] = level;
      nulls -= level;
    }
    return nulls;
  }

  /** Columns with the same ids differ in their dictionaries alone, and where the same id is null in both. */
  #valuePages(
    ids: Int32Array,
    rows: number,
    values: readonly (string | null)[],
    append: (id: number) => void,
  ): ColumnPages {
    const nullId = values.indexOf(null);
    const known = this.#memory.known.get(ids) ?? [];
    const same = known.find((each) => each.nullId === nullId);
    if (same) return this.#pagesLike(same, append);
    const { entries, pages } = this.#dictionaryPages(ids, rows, values.length, (id) => id === nullId, append);
    this.#memory.known.set(ids, [...known, { nullId, entries, pages }]);
    return pages;
  }

  #pagesLike({ entries, pages }: EncodedIds, append: (id: number) => void): ColumnPages {
    return pages.dictionary ? { ...pages, dictionary: this.#writeDictionary(entries, append) } : pages;
  }

  /** The dictionary holds what some row has, in the order of the rows. */
  #dictionaryPages(
    ids: Int32Array,
    rows: number,
    size: number,
    isNull: (id: number) => boolean,
    append: (id: number) => void,
  ): Pick<EncodedIds, 'entries' | 'pages'> {
    if (size === 1) return this.#samePages(rows, isNull(0), append);
    const { indexes, count, levels, entries } = this.#memory.usedIds.of(ids, rows, size, isNull);
    this.#writeLevels(rows - count, rows, levels);
    if (count === 0) return { entries, pages: { data: this.#data.bytes(), nulls: rows } };
    const bitWidth = bitWidthOf(entries.length);
    this.#data.byte(bitWidth);
    writeHybrid(this.#data, indexes, count, bitWidth);
    const dictionary = this.#writeDictionary(entries, append);
    return { entries, pages: { dictionary, data: this.#data.bytes(), nulls: rows - count } };
  }

  /** All rows alike, which takes no look at any. */
  #samePages(rows: number, isNull: boolean, append: (id: number) => void): Pick<EncodedIds, 'entries' | 'pages'> {
    this.#writeLevels(isNull ? rows : 0, rows);
    if (isNull) return { entries: [], pages: { data: this.#data.bytes(), nulls: rows } };
    this.#data.byte(1);
    writeRun(this.#data, 0, rows, 1);
    const entries = [0];
    const dictionary = this.#writeDictionary(entries, append);
    return { entries, pages: { dictionary, data: this.#data.bytes(), nulls: 0 } };
  }

  #writeDictionary(entries: readonly number[], append: (id: number) => void): { bytes: Buffer; size: number } {
    this.#dictionary.clear();
    for (const id of entries) append(id);
    return { bytes: this.#dictionary.bytes(), size: entries.length };
  }

  /**
   * Which rows hold a value: a length, then ones and zeros.
   * @param levels 1 or 0 for each row, where some are null and some not
   */
  #writeLevels(nulls: number, rows: number, levels: Int32Array = new Int32Array(0)): void {
    const page = this.#data.clear();
    page.uint32(0);
    if (nulls === 0 || nulls === rows) writeRun(page, nulls === 0 ? 1 : 0, rows, 1);
    else writeHybrid(page, levels, rows, 1);
    page.room(0).writeUInt32LE(page.length - 4, 0);
  }

  #append({ bytes, starts, ends }: Dictionary, id: number): void {
    const start = starts[id] as number;
    const size = (ends[id] as number) - start;
    const page = this.#dictionary;
    const room = page.room(4 + size);
    room.writeUInt32LE(size, page.length);
    room.set(bytes.subarray(start, start + size), page.length + 4);
    page.length += 4 + size;
  }
}

/** Whether both hold the same amounts in the same rows; both in the same memory mostly do. */
function isSame(a: Amounts, b: Amounts, rows: number): boolean {
  if (a.isThere !== b.isThere && !(a.isThere && b.isThere && isEqual(a.isThere, b.isThere, rows))) return false;
  return a.words === b.words || isEqual(a.words, b.words, rows * WORDS);
}

const isEqual = (a: Int32Array | Uint8Array, b: Int32Array | Uint8Array, length: number): boolean =>
  bytesOf(a, length).equals(bytesOf(b, length));

const bytesOf = ({ buffer, byteOffset, BYTES_PER_ELEMENT }: Int32Array | Uint8Array, length: number): Buffer =>
  Buffer.from(buffer as ArrayBuffer, byteOffset, length * BYTES_PER_ELEMENT);

const isAbsent = (dictionary: Dictionary, id: number): boolean => {
  const size = (dictionary.ends[id] as number) - (dictionary.starts[id] as number);
  return size <= MAX_ABSENT_BYTES && textOrNull(textOf(dictionary, id)) === null;
};

function boundsOf(values: readonly (string | null)[]): { min: string; max: string } | undefined {
  let bounds: { min: string; max: string } | undefined;
  for (const value of values) {
    if (value === null) continue;
    bounds ??= { min: value, max: value };
    if (value < bounds.min) bounds.min = value;
    if (value > bounds.max) bounds.max = value;
  }
  return bounds;
}
