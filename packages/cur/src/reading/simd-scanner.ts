import { amountUnits } from '../fields.ts';
import { setUnits, WORDS } from './amount-words.ts';
import { BATCH_ROWS, type TextColumn } from './column-batch.ts';
import {
  type CsvScanner,
  DICTIONARY_BYTES,
  QUOTE,
  type ScanLayout,
  type ScannedRows,
  type ScanStop,
  WINDOW_BYTES,
} from './csv-scanner.ts';
import { KERNEL_WASM } from './kernel-wasm.ts';
import { type WasmMemory, type WasmModule, WebAssembly } from './web-assembly.ts';

/** What packages/cur/kernel/scanner.ts exports. Addresses and counts are whole numbers. */
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
  ): void;
  windowAddress(): number;
  textColumnsAddress(): number;
  amountColumnsAddress(): number;
  statesAddress(): number;
  idsAddress(): number;
  wordsAddress(): number;
  entriesAddress(): number;
  readFrom(): number;
  takenTo(): number;
  rows(): number;
  entriesHeld(): number;
  lines(): number;
  reset(): void;
  makeRoom(count: number): number;
  scan(): number;
}

const STOPS: readonly ScanStop[] = ['needs-bytes', 'batch-full', 'refused'];

/** 32-bit words of the kernel's records; see ENTRY_BYTES and STATE_BYTES there. */
const ENTRY_WORDS = 6;
const STATE_WORDS = 3;

const wasm = Buffer.from(KERNEL_WASM, 'base64');
let compiled: WasmModule | undefined;

/** Whether this machine runs WebAssembly with SIMD. */
export const isSimdAvailable = (): boolean => WebAssembly?.validate(wasm) ?? false;

/** The fast scanner: the kernel finds rows and texts and reads amounts; here are its edges. */
export class SimdScanner implements CsvScanner {
  readonly #kernel: Kernel;
  readonly #bytes: Buffer;
  readonly #numbers: Uint32Array;
  readonly #ids: readonly Int32Array[];
  readonly #amounts: readonly { words: Int32Array; faults: Map<number, string> }[];
  #isTaken = false;

  constructor({ fieldCount, wanted, maxLineBytes }: ScanLayout) {
    if (!WebAssembly) throw new Error('This machine runs no WebAssembly');
    compiled ??= new WebAssembly.Module(wasm);
    const oddAmount = (column: number, row: number, start: number, length: number) =>
      this.#oddAmount(column, row, start, length);
    const { texts, amounts } = wanted;
    const kernel = new WebAssembly.Instance(compiled, { scanner: { oddAmount } }).exports as unknown as Kernel;
    const limit = Math.min(maxLineBytes, WINDOW_BYTES);
    kernel.configure(fieldCount, texts.length, amounts.length, limit, BATCH_ROWS, WINDOW_BYTES, DICTIONARY_BYTES);
    // From here on the kernel's memory keeps its size, and so these views stay what they are.
    const { buffer } = kernel.memory;
    this.#kernel = kernel;
    this.#bytes = Buffer.from(buffer);
    this.#numbers = new Uint32Array(buffer);
    this.#numbers.set(texts, kernel.textColumnsAddress() / 4);
    this.#numbers.set(amounts, kernel.amountColumnsAddress() / 4);
    this.#ids = texts.map((_, i) => new Int32Array(buffer, kernel.idsAddress() + i * BATCH_ROWS * 4, BATCH_ROWS));
    this.#amounts = amounts.map((_, i) => ({
      words: new Int32Array(buffer, kernel.wordsAddress() + i * BATCH_ROWS * WORDS * 4, BATCH_ROWS * WORDS),
      faults: new Map(),
    }));
  }

  get freeBytes(): number {
    return WINDOW_BYTES - (this.#kernel.takenTo() - this.#kernel.readFrom());
  }

  get lines(): number {
    return this.#kernel.lines();
  }

  feed(bytes: Uint8Array): void {
    this.#bytes.set(bytes, this.#kernel.makeRoom(bytes.length));
  }

  scan(): ScanStop {
    this.#forgetTaken();
    return STOPS[this.#kernel.scan()] ?? 'refused';
  }

  take(): ScannedRows {
    this.#isTaken = true;
    return { rows: this.#kernel.rows(), texts: this.#textColumns(), amounts: this.#amounts };
  }

  unread(): Buffer {
    const window = this.#kernel.windowAddress();
    return Buffer.from(this.#bytes.subarray(window + this.#kernel.readFrom(), window + this.#kernel.takenTo()));
  }

  /** Texts of all columns lie side by side in the kernel: each entry goes to its column's dictionary. */
  #textColumns(): TextColumn[] {
    const numbers = this.#numbers;
    const states = this.#kernel.statesAddress() / 4;
    const columns = this.#ids.map((ids, i) => {
      const size = numbers[states + i * STATE_WORDS + 1] ?? 0;
      return {
        ids,
        dictionary: { size, bytes: this.#bytes, starts: new Uint32Array(size), ends: new Uint32Array(size) },
      };
    });
    let at = this.#kernel.entriesAddress() / 4;
    for (let i = this.#kernel.entriesHeld(); i > 0; i--, at += ENTRY_WORDS) {
      const start = numbers[at] as number;
      const length = numbers[at + 1] as number;
      const id = numbers[at + 3] as number;
      const { starts, ends } = (columns[numbers[at + 4] as number] as (typeof columns)[number]).dictionary;
      starts[id] = start;
      ends[id] = start + (numbers[at + 5] === 0 ? length : undoubleQuotes(this.#bytes, start, length));
    }
    return columns;
  }

  #forgetTaken(): void {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    this.#kernel.reset();
    for (const { faults } of this.#amounts) faults.clear();
  }

  #oddAmount(column: number, row: number, start: number, length: number): void {
    const text = Buffer.from(this.#bytes.subarray(start, start + length))
      .toString('utf8')
      .replaceAll('""', '"');
    const units = amountUnits(text);
    const amount = this.#amounts[column];
    if (units === undefined) amount?.faults.set(row, text);
    else if (amount) setUnits(amount.words, row, units);
  }
}

/** Makes one quote of each doubled one, in place; returns the new length. */
function undoubleQuotes(bytes: Uint8Array, start: number, length: number): number {
  let to = start;
  for (let from = start; from < start + length; from++) {
    const byte = bytes[from] as number;
    bytes[to++] = byte;
    if (byte === QUOTE) from++;
  }
  return to - start;
}
