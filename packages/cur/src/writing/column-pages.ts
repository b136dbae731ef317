import { Decimal } from '@almanac/kernel';
import { textOrNull } from '../fields.ts';
import { AMOUNT_SCALE } from '../line-item.ts';
import { WORDS } from '../reading/amount-words.ts';
import type { ValueColumn } from '../reading/applied-rule.ts';
import { type Dictionary, type TextColumn, textOf } from '../reading/column-batch.ts';
import { grown } from '../reading/grown.ts';
import type { Amounts } from '../reading/line-item-batch.ts';
import { PageBytes } from './page-bytes.ts';
import { bitWidthOf, writeHybrid, writeRun } from './run-lengths.ts';

/** A column of one row group before compression; valid until its encoder's next. */
export interface ColumnPages {
  /** Distinct values; none where the column is plain. */
  readonly dictionary?: { readonly bytes: Buffer; readonly size: number };
  readonly data: Buffer;
  readonly nulls: number;
  /** Smallest and largest value, where they help to skip the row group. */
  readonly bounds?: { readonly min: string | Date; readonly max: string | Date };
}

/** What has been encoded of a row group, by the ids of its rows. */
export type KnownPages = Map<Int32Array, EncodedIds[]>;

/** A column's pages, with the ids in its dictionary. */
interface EncodedIds {
  /** -1 where no id is null. */
  readonly nullId: number;
  readonly entries: readonly number[];
  readonly pages: ColumnPages;
}

const UNSEEN = -2;
const NULL = -1;
const AMOUNT_BYTES = 16;

/** Text that may be left out: `''`, `NULL` and `\N` are at most this long. */
const MAX_ABSENT_BYTES = 4;

/**
 * Makes Parquet pages of one column, row group after row group in the same memory.
 * Source: Apache Parquet, Encodings.md.
 */
export class PageEncoder {
  readonly #dictionary = new PageBytes();
  readonly #data = new PageBytes();
  #indexes = new Int32Array(0);
  #levels = new Uint8Array(0);
  readonly #known: KnownPages;

  /** @param known what the encoders of all columns share; to be emptied before a row group */
  constructor(known: KnownPages) {
    this.#known = known;
  }

  /** Texts as they stand in the report. */
  copies({ ids, dictionary }: TextColumn, rows: number): ColumnPages {
    const isNull = (id: number) => isAbsent(dictionary, id);
    return this.#dictionaryPages(ids, rows, dictionary.size, isNull, (id) => this.#append(dictionary, id));
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
    const nulls = amounts ? this.#countNulls(amounts, rows) : rows;
    this.#writeLevels(nulls, rows);
    if (amounts) this.#writeAmounts(amounts, rows);
    return { data: this.#data.bytes(), nulls };
  }

  /** Leaves in the levels which rows have an amount. */
  #countNulls({ isThere }: Amounts, rows: number): number {
    if (!isThere) return 0;
    this.#levels = grown(this.#levels, rows);
    this.#levels.set(isThere.subarray(0, rows));
    let there = 0;
    for (let row = 0; row < rows; row++) there += isThere[row] as number;
    return rows - there;
  }

  #writeAmounts({ words, isThere }: Amounts, rows: number): void {
    const page = this.#data;
    const bytes = page.room(rows * AMOUNT_BYTES);
    let at = page.length;
    for (let row = 0; row < rows; row++) {
      if (isThere?.[row] === 0) continue;
      for (let i = row * WORDS + WORDS - 1; i >= row * WORDS; i--, at += 4) {
        const word = words[i] as number;
        bytes[at] = word >>> 24;
        bytes[at + 1] = word >>> 16;
        bytes[at + 2] = word >>> 8;
        bytes[at + 3] = word;
      }
    }
    page.length = at;
  }

  /** Columns with the same ids differ in their dictionaries alone, and where the same id is null in both. */
  #valuePages(
    ids: Int32Array,
    rows: number,
    values: readonly (string | null)[],
    append: (id: number) => void,
  ): ColumnPages {
    const nullId = values.indexOf(null);
    const known = this.#known.get(ids) ?? [];
    const same = known.find((each) => each.nullId === nullId);
    if (same) return this.#pagesLike(same, append);
    const entries: number[] = [];
    const noted = (id: number) => {
      entries.push(id);
      append(id);
    };
    const pages = this.#dictionaryPages(ids, rows, values.length, (id) => id === nullId, noted);
    this.#known.set(ids, [...known, { nullId, entries, pages }]);
    return pages;
  }

  #pagesLike({ entries, pages }: EncodedIds, append: (id: number) => void): ColumnPages {
    this.#dictionary.clear();
    for (const id of entries) append(id);
    if (!pages.dictionary) return pages;
    return { ...pages, dictionary: { bytes: this.#dictionary.bytes(), size: entries.length } };
  }

  /** The dictionary holds what some row has, in the order of the rows. */
  #dictionaryPages(
    ids: Int32Array,
    rows: number,
    size: number,
    isNull: (id: number) => boolean,
    append: (id: number) => void,
  ): ColumnPages {
    this.#dictionary.clear();
    if (size === 1) return this.#samePages(rows, isNull(0), append);
    this.#indexes = grown(this.#indexes, rows);
    this.#levels = grown(this.#levels, rows);
    const indexOf = new Int32Array(size).fill(UNSEEN);
    const indexes = this.#indexes;
    const levels = this.#levels;
    let entries = 0;
    let count = 0;
    for (let row = 0; row < rows; row++) {
      const id = ids[row] as number;
      let index = indexOf[id] as number;
      if (index === UNSEEN) {
        index = isNull(id) ? NULL : entries++;
        indexOf[id] = index;
        if (index !== NULL) append(id);
      }
      levels[row] = index === NULL ? 0 : 1;
      if (index !== NULL) indexes[count++] = index;
    }
    this.#writeLevels(rows - count, rows);
    if (count === 0) return { data: this.#data.bytes(), nulls: rows };
    const bitWidth = bitWidthOf(entries);
    this.#data.byte(bitWidth);
    writeHybrid(this.#data, indexes, count, bitWidth);
    const dictionary = { bytes: this.#dictionary.bytes(), size: entries };
    return { dictionary, data: this.#data.bytes(), nulls: rows - count };
  }

  /** All rows alike, which takes no look at any. */
  #samePages(rows: number, isNull: boolean, append: (id: number) => void): ColumnPages {
    this.#writeLevels(isNull ? rows : 0, rows);
    if (isNull) return { data: this.#data.bytes(), nulls: rows };
    append(0);
    this.#data.byte(1);
    writeRun(this.#data, 0, rows, 1);
    return { dictionary: { bytes: this.#dictionary.bytes(), size: 1 }, data: this.#data.bytes(), nulls: 0 };
  }

  /** Which rows hold a value: a length, then ones and zeros. */
  #writeLevels(nulls: number, rows: number): void {
    const page = this.#data.clear();
    page.uint32(0);
    if (nulls === 0 || nulls === rows) writeRun(page, nulls === 0 ? 1 : 0, rows, 1);
    else writeHybrid(page, this.#levels, rows, 1);
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
