import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvDialect } from '../csv-dialect.ts';
import { amountUnits } from '../fields.ts';
import { unitsAt } from './amount-words.ts';
import { ByteScanner } from './byte-scanner.ts';
import { type TextColumn, textOf } from './column-batch.ts';
import { type CsvScanner, type ScanLayout, type ScannedRows, WINDOW_BYTES } from './csv-scanner.ts';

const BATCH_ROWS = 3000;
const FIELDS = 5;
const TEXTS = [0, 2, 4];
const AMOUNTS = [1, 3];
const LAYOUT: ScanLayout = {
  fieldCount: FIELDS,
  wanted: { batchRows: BATCH_ROWS, texts: TEXTS, amounts: AMOUNTS },
  maxLineBytes: 10_000,
};

type Amount = bigint | string;
interface Outcome {
  /** Of each row the wanted texts, then the wanted amounts: units, or the text that is none. */
  readonly rows: (string | Amount)[][];
  readonly isRefused: boolean;
  readonly unread: string;
  readonly lines: number;
}

const textAt = ({ ids, dictionary }: TextColumn, row: number) => textOf(dictionary, ids[row] as number);

const rowsOf = ({ rows, texts, amounts }: ScannedRows): (string | Amount)[][] =>
  Array.from({ length: rows }, (_, row) => [
    ...texts.map((text) => textAt(text, row)),
    ...amounts.map(({ words, faults }) => faults.get(row) ?? unitsAt(words, row)),
  ]);

/** Scans a text that comes in chunks of so many bytes. */
function scanAll(scanner: CsvScanner, text: string | Buffer, chunkBytes: number, keepsTexts: boolean): Outcome {
  const bytes = Buffer.from(text);
  const rows: (string | Amount)[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const chunk = bytes.subarray(at, at + Math.min(chunkBytes, scanner.freeBytes));
    scanner.feed(chunk);
    at += chunk.length;
    let stop = scanner.scan();
    for (; stop === 'batch-full'; stop = scanner.scan()) {
      rows.push(...rowsOf(scanner.batch()));
      scanner.newBatch(keepsTexts);
    }
    if (stop === 'refused') {
      rows.push(...rowsOf(scanner.batch()));
      const unread = Buffer.concat([scanner.unread(), bytes.subarray(at)]).toString();
      return { rows, isRefused: true, unread, lines: scanner.lines };
    }
  }
  rows.push(...rowsOf(scanner.batch()));
  return { rows, isRefused: false, unread: scanner.unread().toString(), lines: scanner.lines };
}

/** What csv-parse makes of rows. */
const rowsByCsvParse = (text: string): (string | Amount)[][] =>
  (parse(text, csvDialect(1e9)) as string[][]).map((fields) => [
    ...TEXTS.map((i) => fields[i] ?? ''),
    ...AMOUNTS.map((i) => amountUnits(fields[i] ?? '') ?? fields[i] ?? ''),
  ]);

/** How a row may be written, in the plain way or with everything that csv allows. */
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const bare = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '€', '😀', ' ', '-', '\\', 'N', ';'), maxLength: 40 });
const anything = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n', 'ü', '€'), maxLength: 40 });
const time = fc.constantFrom(
  ...['2025-01-31T23:00:00Z', '2025-01-31T00:00:00Z', '2025-02-01T00:00:00Z', '2025-02-30T07:59:59Z'],
  ...['2025-01-31T24:00:00Z', '2025-01-31 00:00:00Z', '2025-01-31T00:60:00Z', '2025-0a-31T00:00:00Z', '2025-01-31'],
);
const text = fc.oneof(
  time,
  bare,
  anything.map(quoted),
  bare.map(quoted),
  fc.constantFrom('', '""', '""""', 'NULL', '\\N'),
);
const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength });
const amount = fc
  .oneof(
    fc
      .tuple(fc.constantFrom('', '-', '+', ' '), digits(22), fc.constantFrom('', '.'), digits(20), exponents())
      .map((p) => p.join('')),
    fc.constantFrom(
      '',
      '0',
      '-0',
      'NULL',
      '\\N',
      'NULLx',
      'abc',
      '1,5',
      '99999999999999999999.999999999999999999',
      '70000000000',
      '-70000000000',
      '-.5',
      '5.',
      '.',
    ),
  )
  .map((value) => (value.includes(',') ? quoted(value) : value));
const quotedAmount = amount.map((a) => quoted(a.replaceAll('"', '')));
const fields = fc.tuple(text, amount, text, fc.oneof(amount, quotedAmount), text);
const row = fields.map((each) => each.join(','));
const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n\r\n', '\r\r');
/** A field that changes from one row to the next, and to what. */
const change = fc.tuple(fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4), text, amount);
/** Rows of which each repeats the one before but for some field. */
export const repeatedRows = fc
  .tuple(fields, fc.array(change, { maxLength: 60 }), lineEnd)
  .map(([first, changes, end]) => {
    const current: string[] = [...first];
    const rows = changes.map(([at, newText, newAmount]) => {
      current[at] = at % 2 === 0 ? newText : newAmount;
      return current.join(',');
    });
    return [first.join(','), ...rows].map((each) => each + end).join('');
  });
export const rowsText = fc
  .array(fc.tuple(row, lineEnd), { maxLength: 8 })
  .map((rows) => rows.map((r) => r.join('')).join(''));

function exponents() {
  return fc.oneof(fc.constant(''), fc.constantFrom('E-7', 'e+3', 'E18', 'E-18', 'E-19', 'E', 'e-', 'E5x', 'E999'));
}

/** What every scanner does. @param newScanner makes one that has read nothing */
export function csvScannerContract(name: string, newScanner: (layout: ScanLayout) => CsvScanner): void {
  const scanned = (content: string | Buffer, chunkBytes = 1000, layout = LAYOUT, keepsTexts = false) =>
    scanAll(newScanner(layout), content, chunkBytes, keepsTexts);

  describe(`${name}, as every csv scanner,`, () => {
    it('reads rows as csv-parse does, whatever the chunks', () => {
      fc.assert(
        fc.property(rowsText, fc.constantFrom(1, 2, 7, 63, 64, 65, 1000), (content, chunkBytes) => {
          const { rows, isRefused, unread } = scanned(content, chunkBytes);
          expect({ rows, isRefused, unread }).toEqual({ rows: rowsByCsvParse(content), isRefused: false, unread: '' });
        }),
        { numRuns: process.env.TEST_FULL ? 20_000 : 300 },
      );
    }, 300_000);

    it('reads rows that repeat the one before but for some fields as csv-parse does', () => {
      fc.assert(
        fc.property(repeatedRows, fc.constantFrom(1, 64, 1000), fc.boolean(), (csv, chunkBytes, keepsTexts) => {
          const layout = keepsTexts ? { ...LAYOUT, wanted: { ...LAYOUT.wanted, batchRows: 3 } } : LAYOUT;
          const { rows, isRefused, unread, lines } = scanned(csv, chunkBytes, layout, keepsTexts);
          expect({ rows, isRefused, unread }).toEqual({ rows: rowsByCsvParse(csv), isRefused: false, unread: '' });
          expect(lines).toBe(scanAll(new ByteScanner(layout), csv, 1000, keepsTexts).lines);
        }),
        { numRuns: process.env.TEST_FULL ? 20_000 : 300 },
      );
    }, 300_000);

    it('reads the same in small batches, whether they keep their texts or not', () => {
      const small = { ...LAYOUT, wanted: { ...LAYOUT.wanted, batchRows: 2 } };
      fc.assert(
        fc.property(rowsText, fc.constantFrom(1, 64, 1000), fc.boolean(), (content, chunkBytes, keepsTexts) => {
          expect(scanned(content, chunkBytes, small, keepsTexts).rows).toEqual(rowsByCsvParse(content));
        }),
        { numRuns: process.env.TEST_FULL ? 5000 : 200 },
      );
    }, 300_000);

    it('goes on with the ids of the batch before where it keeps its texts', () => {
      const scanner = newScanner({ ...LAYOUT, wanted: { ...LAYOUT.wanted, batchRows: 2 } });
      scanner.feed(Buffer.from('a,1,x,2,c\nb,1,x,2,c\nc,1,x,2,c\na,1,y,2,c\nb,1,x,2,c\n'));
      const ids = () => {
        const stop = scanner.scan();
        const { rows, texts } = scanner.batch();
        return [stop, ...texts.map((each) => [each.dictionary.size, ...each.ids.subarray(0, rows)])];
      };
      expect(ids()).toEqual(['batch-full', [2, 0, 1], [1, 0, 0], [1, 0, 0]]);
      expect(scanner.newBatch(true)).toBe(true);
      expect(ids()).toEqual(['batch-full', [3, 2, 0], [2, 0, 1], [1, 0, 0]]);
      expect(scanner.newBatch(false)).toBe(false);
      expect(ids()).toEqual(['needs-bytes', [1, 0], [1, 0], [1, 0]]);
    });

    it('forgets texts that it should keep and has no room for', () => {
      const layout = { ...LAYOUT, maxLineBytes: WINDOW_BYTES };
      const scanner = newScanner(layout);
      const kept: boolean[] = [];
      for (let row = 0; row < 40; row++) {
        scanner.feed(Buffer.from(`${row}${'x'.repeat(1_000_000)},1,b,2,c\n`));
        for (; scanner.scan() === 'batch-full'; ) kept.push(scanner.newBatch(true));
      }
      expect([...new Set(kept)]).toEqual([false]);
      expect(textAt(scanner.batch().texts[0] as TextColumn, scanner.rows - 1)).toMatch(/^39x{1000000}$/);
    });

    it('reads the same at every size of chunk', () => {
      const content = 'a,1,"b,""\r\n",-2.5,c\r\n\r\n"",,"",NULL,😀\r\\N,"1.5",x,1E-7,\n'.repeat(4);
      const whole = scanned(content);
      expect(whole).toMatchObject({ isRefused: false, unread: '', lines: 24 });
      expect(whole.rows).toEqual(rowsByCsvParse(content));
      for (let size = 1; size <= content.length; size++) expect(scanned(content, size)).toEqual(whole);
    });

    it.each([
      ['a field too few', 'a,1,b,2'],
      ['a field too many', 'a,1,b,2,c,d'],
      ['a quote within a bare field', 'a,1,b"c,2,d'],
      ['text behind a closing quote', 'a,1,"b"c,2,d'],
      ['a quote within a quoted field', 'a,1,"b"c",2,d'],
      ['a row of one field', 'a'],
      ['a row of an empty quoted field', '""'],
      ['a row that is too long', `${'x'.repeat(10_000)},1,b,2,c`],
    ])('refuses %s, having read what stands before it', (_what, wrong) => {
      const before = `${'a,1,"b\n""",2,c\n'.repeat(3)}\n`;
      const rest = `${wrong}\na,1,b,2,c\n`;
      for (const size of [1, 5, 64, 100_000]) {
        const { rows, isRefused, unread, lines } = scanned(before + rest, size);
        expect({ rows: rows.length, isRefused, unread, lines }).toEqual({
          rows: 3,
          isRefused: true,
          unread: rest,
          lines: 7,
        });
      }
    });

    it('keeps what is no whole row', () => {
      for (const rest of ['a,1,"b', 'a,1,"b"', 'a,1,"b""', 'a', '"', 'a,1,b,2,']) {
        expect(scanned(`a,1,b,2,c\n${rest}`)).toMatchObject({ isRefused: false, unread: rest });
      }
    });

    it('refuses a row that does not fit its window', () => {
      const layout = { ...LAYOUT, maxLineBytes: 1e9 };
      const content = Buffer.from(`a,1,b,2,c\n"${'x\n'.repeat(WINDOW_BYTES)}`);
      expect(scanned(content, 100_000, layout)).toMatchObject({
        isRefused: true,
        rows: [['a', 'b', 'c', expect.anything(), expect.anything()]],
      });
    });

    it('gives full batches, and texts by the ids of their batch', () => {
      const lines = Array.from({ length: BATCH_ROWS + 100 }, (_, i) => `${i},${i}.5,same,-0.${i},${i % 7}`);
      const { rows } = scanned(Buffer.from(`${lines.join('\n')}\n`), 2 ** 20);
      expect(rows).toHaveLength(lines.length);
      for (const at of [0, 1, BATCH_ROWS - 1, BATCH_ROWS, lines.length - 1]) {
        const units = BigInt(at) * 10n ** 18n + 5n * 10n ** 17n;
        expect(rows[at]).toEqual([`${at}`, 'same', `${at % 7}`, units, -(amountUnits(`0.${at}`) ?? 0n)]);
      }
    });

    it('reads a report that wants nothing, and one of one column', () => {
      expect(
        scanned('a,1,b,2,c\n', 3, { ...LAYOUT, wanted: { batchRows: BATCH_ROWS, texts: [], amounts: [] } }).rows,
      ).toEqual([[]]);
      const single = { ...LAYOUT, fieldCount: 1, wanted: { batchRows: BATCH_ROWS, texts: [0], amounts: [] } };
      expect(scanned('a\n""\n\nb\n', 2, single).rows).toEqual([['a'], [''], ['b']]);
    });
  });
}
