import { amountUnits } from '../fields.ts';
import { setUnits, WORDS } from './amount-words.ts';
import type { Grouping } from './column-batch.ts';
import {
  type CsvScanner,
  DICTIONARY_BYTES,
  type ScanLayout,
  type ScannedRows,
  type ScanStop,
  WINDOW_BYTES,
} from './csv-scanner.ts';
import { KERNEL_WASM } from './kernel-wasm.ts';
import { type WasmMemory, type WasmModule, WebAssembly } from './web-assembly.ts';

/** What packages/cur/kernel exports. Addresses and counts are whole numbers. */
interface Kernel {
  readonly memory: WasmMemory;
  configure(
    fields: number,
    texts: number,
    amounts: number,
    maxLine: number,
    rowsOfBatch: number,
    bytesOfWindow: number,
    bytesOfTexts: number,
    areRowsGiven: boolean,
    areRowsGrouped: boolean,
  ): void;
  windowAddress(): number;
  textColumnsAddress(): number;
  textRolesAddress(): number;
  amountColumnsAddress(): number;
  idsAddress(): number;
  wordsAddress(): number;
  idBytes(): number;
  amountBytes(): number;
  entriesAddress(): number;
  groupIdsAddress(): number;
  groupWordsAddress(): number;
  groupOfRowsAddress(): number;
  countsAddress(): number;
  firstRowsAddress(): number;
  readFrom(): number;
  takenTo(): number;
  rows(): number;
  groups(): number;
  entriesHeld(): number;
  lines(): number;
  newBatch(keepsTexts: boolean): number;
  makeRoom(count: number): number;
  scan(): number;
}

const STOPS: readonly ScanStop[] = ['needs-bytes', 'batch-full', 'refused'];

/** 32-bit words of the kernel's entries; see ENTRY_BYTES there. */
const ENTRY_WORDS = 9;

/** What a column of texts is to groups, as the kernel has it. */
const IS_KEY = 1;
const IS_DAY = 2;

const wasm = Buffer.from(KERNEL_WASM, 'base64');
let compiled: WasmModule | undefined;

/** Whether this machine runs WebAssembly with SIMD. */
export const isSimdAvailable = (): boolean => WebAssembly?.validate(wasm) ?? false;

/** The fast scanner: the kernel finds rows and texts and reads amounts; here are its edges. */
export class SimdScanner implements CsvScanner {
  readonly #kernel: Kernel;
  readonly #bytes: Buffer;
  readonly #numbers: Uint32Array;
  readonly #bounds: readonly TextBounds[];
  /** Where rows are given, and where groups are. */
  readonly #rows: ColumnViews | undefined;
  readonly #groups: GroupViews | undefined;
  /** Entries of the kernel's that are in {@link #bounds}. */
  #entriesSeen = 0;

  constructor({ fieldCount, wanted, maxLineBytes }: ScanLayout) {
    if (!WebAssembly) throw new Error('This machine runs no WebAssembly');
    compiled ??= new WebAssembly.Module(wasm);
    const oddAmount = (column: number, row: number, group: number, start: number, length: number) =>
      this.#oddAmount(column, row, group, start, length);
    const { texts, amounts, batchRows, grouping } = wanted;
    const kernel = new WebAssembly.Instance(compiled, { rows: { oddAmount } }).exports as unknown as Kernel;
    const limit = Math.min(maxLineBytes, WINDOW_BYTES);
    const sizes = [fieldCount, texts.length, amounts.length, limit, batchRows, WINDOW_BYTES, DICTIONARY_BYTES] as const;
    const hasRows = grouping === undefined || grouping.isBesideRows === true;
    kernel.configure(...sizes, hasRows, grouping !== undefined);
    // From here on the kernel's memory keeps its size, and so these views stay what they are.
    const { buffer } = kernel.memory;
    this.#kernel = kernel;
    this.#bytes = Buffer.from(buffer);
    this.#numbers = new Uint32Array(buffer);
    this.#numbers.set(texts, kernel.textColumnsAddress() / 4);
    this.#numbers.set(amounts, kernel.amountColumnsAddress() / 4);
    this.#numbers.set(grouping ? rolesOf(texts, grouping) : texts.map(() => 0), kernel.textRolesAddress() / 4);
    kernel.newBatch(false);
    this.#bounds = texts.map(() => new TextBounds());
    const columns = (idsAddress: number, wordsAddress: number): ColumnViews => ({
      ids: texts.map((_, i) => new Int32Array(buffer, idsAddress + i * kernel.idBytes(), batchRows)),
      amounts: amounts.map((_, i) => ({
        words: new Int32Array(buffer, wordsAddress + i * kernel.amountBytes(), batchRows * WORDS),
        faults: new Map(),
      })),
    });
    this.#rows = hasRows ? columns(kernel.idsAddress(), kernel.wordsAddress()) : undefined;
    this.#groups = grouping && {
      ...columns(kernel.groupIdsAddress(), kernel.groupWordsAddress()),
      ofRows: new Int32Array(buffer, kernel.groupOfRowsAddress(), batchRows),
      counts: new Uint32Array(buffer, kernel.countsAddress(), batchRows),
      firstRows: new Uint32Array(buffer, kernel.firstRowsAddress(), batchRows),
    };
  }

  get freeBytes(): number {
    return WINDOW_BYTES - (this.#kernel.takenTo() - this.#kernel.readFrom());
  }

  get rows(): number {
    return this.#kernel.rows();
  }

  get lines(): number {
    return this.#kernel.lines();
  }

  feed(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#kernel.makeRoom(bytes.length));
  }

  scan(): ScanStop {
    return STOPS[this.#kernel.scan()] ?? 'refused';
  }

  batch(): ScannedRows {
    this.#readEntries();
    const groups = this.#groups && this.#groupsSoFar(this.#groups);
    if (!this.#rows) return groups as ScannedRows;
    const rows = { rows: this.rows, ...this.#columnsOf(this.#rows) };
    return groups && this.#groups ? { ...rows, grouped: { rows: groups, ofRows: this.#groups.ofRows } } : rows;
  }

  #groupsSoFar(views: GroupViews): ScannedRows {
    const groups = { fileRows: this.rows, counts: views.counts, firstRows: views.firstRows };
    return { rows: this.#kernel.groups(), groups, ...this.#columnsOf(views) };
  }

  #columnsOf({ ids, amounts }: ColumnViews): Pick<ScannedRows, 'texts' | 'amounts'> {
    const texts = this.#bounds.map(({ size, starts, ends }, i) => {
      return { ids: ids[i] as Int32Array, dictionary: { size, bytes: this.#bytes, starts, ends } };
    });
    return { texts, amounts };
  }

  newBatch(keepsTexts: boolean): boolean {
    for (const views of [this.#rows, this.#groups]) for (const { faults } of views?.amounts ?? []) faults.clear();
    if (this.#kernel.newBatch(keepsTexts) !== 0) return true;
    this.#entriesSeen = 0;
    for (const bounds of this.#bounds) bounds.size = 0;
    return false;
  }

  unread(): Buffer {
    const window = this.#kernel.windowAddress();
    return Buffer.from(this.#bytes.subarray(window + this.#kernel.readFrom(), window + this.#kernel.takenTo()));
  }

  /**
   * Texts of all columns lie side by side in the kernel, ids ascending: each new one goes to its column's bounds. Days are
   * no column's.
   */
  #readEntries(): void {
    const numbers = this.#numbers;
    const count = this.#kernel.entriesHeld();
    let at = this.#kernel.entriesAddress() / 4 + this.#entriesSeen * ENTRY_WORDS;
    for (; this.#entriesSeen < count; this.#entriesSeen++, at += ENTRY_WORDS) {
      this.#bounds[numbers[at + 4] as number]?.add(numbers[at + 5] as number, numbers[at + 6] as number);
    }
  }

  #oddAmount(column: number, row: number, group: number, start: number, length: number): void {
    const text = Buffer.from(this.#bytes.subarray(start, start + length))
      .toString('utf8')
      .replaceAll('""', '"');
    const units = amountUnits(text);
    const set = (views: ColumnViews | undefined, at: number) => {
      const amount = views?.amounts[column];
      if (units === undefined) amount?.faults.set(at, text);
      else if (amount) setUnits(amount.words, at, units);
    };
    set(this.#rows, row);
    set(this.#groups, group);
  }
}

/** Columns of rows or of groups in the kernel's memory. */
interface ColumnViews {
  readonly ids: readonly Int32Array[];
  readonly amounts: readonly { readonly words: Int32Array; readonly faults: Map<number, string> }[];
}

interface GroupViews extends ColumnViews {
  readonly ofRows: Int32Array;
  readonly counts: Uint32Array;
  readonly firstRows: Uint32Array;
}

const rolesOf = (texts: readonly number[], { keys, days }: Grouping): number[] =>
  texts.map((column) => (keys.includes(column) ? IS_KEY : 0) | (days.includes(column) ? IS_DAY : 0));

/** Where the texts of a column begin and end. */
class TextBounds {
  size = 0;
  starts = new Uint32Array(256);
  ends = new Uint32Array(256);

  add(start: number, length: number): void {
    if (this.size === this.starts.length) this.#grow();
    this.starts[this.size] = start;
    this.ends[this.size++] = start + length;
  }

  #grow(): void {
    const { starts, ends } = this;
    this.starts = new Uint32Array(this.size * 2);
    this.ends = new Uint32Array(this.size * 2);
    this.starts.set(starts);
    this.ends.set(ends);
  }
}
