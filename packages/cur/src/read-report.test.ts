import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { AlmanacError } from '@almanac/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FORMATS, writeReport } from '../../../scripts/sample-report/index.ts';
import { csvReportReader } from './csv-report-reader.ts';
import { type DailyCost, DailyCostSums } from './daily-costs.ts';
import { readReport } from './read-report.ts';
import { DEFAULT_READ_LIMITS, type ReadLimits } from './report-reader.ts';

async function* pieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const plain = (periods: Map<string, DailyCost[]>) => JSON.parse(JSON.stringify([...periods]));

const outcome = async (read: () => Promise<unknown>) => {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AlmanacError)) throw error;
    return { code: error.code, message: error.message };
  }
};

/** What csv-parse makes of a file, row by row. */
const slowly = (bytes: Uint8Array, limits: ReadLimits = DEFAULT_READ_LIMITS) =>
  outcome(async () => {
    const { format, findings, batches } = await csvReportReader.open(pieces(bytes, 2 ** 20), limits);
    const sums = new DailyCostSums();
    const payers = new Set<string | null>();
    for await (const batch of batches) {
      for (const item of batch) {
        sums.add(item);
        payers.add(item.BillingAccountId);
      }
    }
    const { warnings, ...rest } = findings;
    return {
      ...{ format, ...rest, warnings: [...warnings].sort(), periods: plain(sums.byPeriod()) },
      payers: [...payers].filter((payer) => payer !== null).sort(),
    };
  });

const fast = (bytes: Uint8Array, pieceSize = 2 ** 20, limits: ReadLimits = DEFAULT_READ_LIMITS) =>
  outcome(async () => {
    const { format, findings, periods, payers } = await readReport(pieces(bytes, pieceSize), { limits });
    const { warnings, ...rest } = findings;
    return { format, ...rest, warnings: [...warnings].sort(), periods: plain(periods), payers };
  });

describe('reading by columns, held against csv-parse row by row', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'read-report-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const sample = async (options: Omit<Parameters<typeof writeReport>[1], 'rows'> & { rows?: number }) => {
    const file = join(folder, 'report.csv.gz');
    await writeReport(file, { rows: 300, ...options });
    return readFile(file);
  };

  it.each(FORMATS)('makes the same of %s', async (format) => {
    for (const options of [
      {},
      { currencies: ['USD', 'EUR'] },
      { nullWord: 'NULL' },
      { lineEnd: '\r\n' as const },
      { byteOrderMark: true },
    ]) {
      const bytes = await sample({ format, ...options });
      const expected = await slowly(bytes);
      expect(expected).toMatchObject({ rows: 300 });
      expect(await fast(bytes)).toEqual(expected);
    }
  });

  it.each(FORMATS)('makes the same of %s wherever its chunks end', async (format) => {
    const bytes = gunzipSync(await sample({ format, rows: 6 }));
    const expected = await slowly(bytes);
    for (let at = 1; at < bytes.length; at++) {
      const cut = async function* () {
        yield bytes.subarray(0, at);
        yield bytes.subarray(at);
      };
      const { findings, periods } = await readReport(cut(), { limits: DEFAULT_READ_LIMITS });
      expect({ rows: findings.rows, periods: plain(periods) }).toEqual({
        rows: 6,
        periods: (expected as { periods: unknown }).periods,
      });
    }
  });

  it('makes the same of more rows than a batch holds', async () => {
    const bytes = await sample({ rows: 70_000 });
    expect(await fast(bytes)).toEqual(await slowly(bytes));
  }, 60_000);
});
