import { amountUnits } from '../fields.ts';
import { scanAmount } from './amount-scan.ts';
import { setUnits, WORDS } from './amount-words.ts';
import {
  COMMA,
  CR,
  type CsvScanner,
  DICTIONARY_BYTES,
  LF,
  QUOTE,
  type ScanLayout,
  type ScannedRows,
  type ScanStop,
  WINDOW_BYTES,
} from './csv-scanner.ts';
import { grown } from './grown.ts';
import { TextInterner } from './text-interner.ts';

/** What {@link ByteScanner} found out about a row instead of where the next one begins. */
const UNFINISHED = -1;
const REFUSED = -2;

const NOT_WANTED = -1;

const FIRST_ROWS = 1024;

/** The scanner to read: one byte at a time, in TypeScript alone. */
export class ByteScanner implements CsvScanner {
  readonly #layout: ScanLayout;
  readonly #window = new Uint8Array(WINDOW_BYTES);
  /** Bytes [from, to) of the window are taken and not read. */
  #from = 0;
  #to = 0;
  /** For each field of a row the place of its bounds in {@link #starts} and {@link #ends}, texts before amounts. */
  readonly #placeOf: Int32Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #texts: readonly TextInterner[];
  readonly #amounts: readonly { words: Int32Array; faults: Map<number, string> }[];
  #rows = 0;
  /** Rows that arrays have room for. */
  #room = FIRST_ROWS;
  #quotedLines = 0;
  /** Of CR and LF only the first counts as a line, wherever the window cuts between them. */
  #isAfterCr = false;
  lines = 0;

  constructor(layout: ScanLayout) {
    const { texts, amounts } = layout.wanted;
    this.#layout = layout;
    this.#placeOf = new Int32Array(layout.fieldCount).fill(NOT_WANTED);
    [...texts, ...amounts].forEach((column, place) => {
      this.#placeOf[column] = place;
    });
    this.#starts = new Int32Array(texts.length + amounts.length);
    this.#ends = new Int32Array(texts.length + amounts.length);
    this.#texts = texts.map(() => new TextInterner());
    this.#amounts = amounts.map(() => ({ words: new Int32Array(FIRST_ROWS * WORDS), faults: new Map() }));
  }

  get rows(): number {
    return this.#rows;
  }

  get freeBytes(): number {
    return WINDOW_BYTES - (this.#to - this.#from);
  }

  feed(bytes: Uint8Array): void {
    if (this.#from > 0) this.#window.copyWithin(0, this.#from, this.#to);
    this.#to -= this.#from;
    this.#from = 0;
    this.#window.set(bytes, this.#to);
    this.#to += bytes.length;
  }

  scan(): ScanStop {
    const window = this.#window;
    const taken = window.subarray(0, this.#to);
    // Past the last line end no row is whole; up to it every unquoted field finds its end without a check of bounds.
    const end = Math.max(taken.lastIndexOf(LF), taken.lastIndexOf(CR)) + 1;
    if (!this.#hasRoomForTexts) return 'batch-full';
    let at = this.#from;
    while (at < end) {
      const byte = window[at];
      if (byte === LF || byte === CR) {
        if (!(byte === LF && this.#isAfterCr)) this.lines += 1;
        this.#isAfterCr = byte === CR;
        this.#from = ++at;
        continue;
      }
      if (this.#rows === this.#layout.wanted.batchRows) return 'batch-full';
      const next = this.#bounds(at, end);
      if (next === UNFINISHED) break;
      if (next === REFUSED || next - at > this.#layout.maxLineBytes) return 'refused';
      this.#addRow();
      this.lines += 1 + this.#quotedLines;
      this.#isAfterCr = window[next] === CR;
      this.#from = at = next + 1;
    }
    return this.freeBytes === 0 ? 'refused' : 'needs-bytes';
  }

  /**
   * Finds the bounds of the wanted fields of the row that begins at `at`.
   * @returns where its line end stands, {@link UNFINISHED} or {@link REFUSED}
   */
  #bounds(at: number, end: number): number {
    const window = this.#window;
    const placeOf = this.#placeOf;
    const last = placeOf.length - 1;
    this.#quotedLines = 0;
    let i = at;
    for (let field = 0; ; field++) {
      let from = i;
      let to: number;
      let byte = window[i] as number;
      if (byte === QUOTE) {
        to = this.#closingQuote(i + 1, end);
        if (to < 0) return UNFINISHED;
        from += 1;
        i = to + 1;
        byte = window[i] as number;
      } else {
        // Most bytes are larger than a comma, and so take one comparison.
        while (byte > COMMA || (byte !== COMMA && byte !== LF && byte !== CR && byte !== QUOTE)) {
          i++;
          byte = window[i] as number;
        }
        to = i;
      }
      const place = placeOf[field] as number;
      if (place >= 0) {
        this.#starts[place] = from;
        this.#ends[place] = to;
      }
      if (byte === COMMA) {
        if (field === last) return REFUSED;
        i++;
      } else return field === last && (byte === LF || byte === CR) ? i : REFUSED;
    }
  }

  /** Where the quote stands that closes the field whose text begins at `at`; -1 where it lies beyond `end`. */
  #closingQuote(at: number, end: number): number {
    const window = this.#window;
    let i = at;
    for (;;) {
      while (i < end) {
        const byte = window[i];
        if (byte === QUOTE) break;
        if (byte === LF || byte === CR) this.#quotedLines += 1;
        i++;
      }
      if (i + 1 >= end) return -1;
      if (window[i + 1] !== QUOTE) return i;
      i += 2;
    }
  }

  #addRow(): void {
    const row = this.#rows++;
    if (row === this.#room) this.#growRoom();
    const texts = this.#texts;
    const starts = this.#starts;
    const ends = this.#ends;
    let place = 0;
    for (let i = 0; i < texts.length; i++, place++) {
      const text = texts[i] as TextInterner;
      text.ids[row] = text.intern(this.#window, starts[place] as number, ends[place] as number);
    }
    for (const { words, faults } of this.#amounts) {
      const from = starts[place] as number;
      const to = ends[place++] as number;
      if (!scanAmount(this.#window, from, to, words, row)) this.#oddAmount(from, to, words, faults, row);
    }
  }

  #growRoom(): void {
    this.#room *= 2;
    for (const text of this.#texts) text.ids = grown(text.ids, this.#room);
    for (const amount of this.#amounts) amount.words = grown(amount.words, this.#room * WORDS);
  }

  #oddAmount(from: number, to: number, words: Int32Array, faults: Map<number, string>, row: number): void {
    const text = Buffer.from(this.#window.subarray(from, to)).toString('utf8').replaceAll('""', '"');
    const units = amountUnits(text);
    if (units === undefined) faults.set(row, text);
    else setUnits(words, row, units);
  }

  batch(): ScannedRows {
    return { rows: this.#rows, texts: this.#texts.map((text) => text.column()), amounts: this.#amounts };
  }

  newBatch(keepsTexts: boolean): boolean {
    this.#rows = 0;
    for (const { faults } of this.#amounts) faults.clear();
    if (keepsTexts && this.#hasRoomForTexts) return true;
    for (const text of this.#texts) text.clear();
    return false;
  }

  get #hasRoomForTexts(): boolean {
    return this.#texts.reduce((sum, text) => sum + text.heldBytes, 0) <= DICTIONARY_BYTES;
  }

  unread(): Buffer {
    return Buffer.from(this.#window.subarray(this.#from, this.#to));
  }
}
