import { gzipSync } from 'node:zlib';
import { AlmanacError } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvDialect, csvError } from './csv-dialect.ts';
import { type DailyCost, DailyCostSums } from './daily-costs.ts';
import { normaliserOf } from './line-item-rules.ts';
import { type ReadOptions, readReport } from './read-report.ts';
import { recogniseFormat } from './report-formats.ts';
import { DEFAULT_READ_LIMITS, type ReadFindings, type ReadLimits } from './report-reader.ts';
import { TextCheck } from './text-check.ts';

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

/** What csv-parse and the normaliser make of a file, row by row. */
const slowly = (bytes: Uint8Array, limits: ReadLimits = DEFAULT_READ_LIMITS) =>
  outcome(async () => {
    const findings: ReadFindings = { rows: 0, uncompressedBytes: bytes.length, amortized: 'full', warnings: new Set() };
    const check = new TextCheck();
    check.add(bytes);
    check.end();
    const sums = new DailyCostSums();
    const payers = new Set<string>();
    let report: ReturnType<typeof recogniseFormat> | undefined;
    const addRecord = (fields: string[]) => {
      if (!report) report = recogniseFormat(fields, findings);
      else {
        const item = normaliserOf(report.rules)({ fields, number: ++findings.rows + 1 });
        if (item.BillingAccountId !== null) payers.add(item.BillingAccountId);
        sums.add(item);
      }
      return null;
    };
    try {
      parse(Buffer.from(bytes), { bom: true, ...csvDialect(limits.maxLineBytes), on_record: addRecord });
    } catch (error) {
      throw csvError(error, limits.maxLineBytes) ?? error;
    }
    if (!report) throw new AlmanacError('EMPTY_FILE', 'The file holds no header row');
    const { warnings, ...rest } = findings;
    return {
      ...{ format: report.format, ...rest, warnings: [...warnings].sort() },
      ...{ periods: plain(sums.byPeriod()), payers: [...payers].sort() },
    };
  });

const fast = (bytes: Uint8Array, pieceSize = 2 ** 20, limits: ReadLimits = DEFAULT_READ_LIMITS) =>
  outcomeOf(pieces(bytes, pieceSize), limits);

describe('reading by columns, held against csv-parse row by row', () => {
  it('makes the same of more rows than a batch holds', async () => {
    const rows = Array.from({ length: 70_000 }, (_, i) => {
      const day = String((i % 28) + 1).padStart(2, '0');
      return `${i % 3},2,Usage,2024-02-${day}T00:00:00Z,Service${i % 5},${i}.${i},us-east-1a,text ${i},,3`;
    });
    const bytes = Buffer.from([COLUMNS, ...rows].join('\n'));
    const expected = await slowly(bytes);
    expect(expected).toMatchObject({ rows: 70_000, payers: ['0', '1', '2'] });
    expect(await fast(bytes)).toEqual(expected);
  });

  it.each(['CUR 2.0', 'FOCUS'] as const)('makes the same of %s', async (format) => {
    const bytes = Buffer.from(OTHER_FORMATS[format]);
    const expected = await slowly(bytes);
    expect(expected).toMatchObject({ rows: 3 });
    for (const size of [1, 2, 3, 7, 31, 64, 65]) expect(await fast(bytes, size)).toEqual(expected);
  });

  it('makes the same wherever its chunks end', async () => {
    const bytes = Buffer.from(ODDITIES);
    const expected = await slowly(bytes);
    expect(expected).toMatchObject({ rows: 5 });
    const step = process.env.TEST_FULL ? 1 : 4;
    for (let at = 0; at <= bytes.length; at += step) {
      const cut = async function* () {
        yield bytes.subarray(0, at);
        yield bytes.subarray(at);
      };
      expect(await outcomeOf(cut())).toEqual(expected);
    }
    for (const size of [1, 2, 3, 7, 31, 64, 65]) expect(await fast(bytes, size)).toEqual(expected);
  });

  it('finds the same in mutated files, and the same wrong with them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(ODDITIES, PLAIN),
        mutations,
        fc.constantFrom(1, 13, 10_000),
        async (text, changes, size) => {
          const bytes = changes.reduce(mutate, Buffer.from(text));
          const expected = await slowly(bytes);
          // Bytes that are no text are found chunk by chunk, and so perhaps behind something else.
          const found = await fast(bytes, (expected as { code?: string }).code === 'NOT_TEXT' ? 10_000 : size);
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: process.env.TEST_FULL ? 20_000 : 400 },
    );
  }, 600_000);

  it('makes the same of rows too long for it, and refuses the same', async () => {
    const rows = (length: number) =>
      Buffer.from(`${ODDITIES}\n"${'x'.repeat(length)}"${',1'.repeat(9)}\n${PLAIN_ROWS}`);
    for (const length of [900, 1000, 1100]) {
      const limits = { ...DEFAULT_READ_LIMITS, maxLineBytes: 1000 };
      expect(await fast(rows(length), 50, limits)).toEqual(await slowly(rows(length), limits));
    }
    const long = Buffer.from(
      `${PLAIN}${PLAIN_ROWS.replace('AmazonEC2', `"${'long\n'.repeat(500_000)}"`)}${PLAIN_ROWS}`,
    );
    expect(await fast(long, 60_000)).toEqual(await slowly(long));
  });

  it('refuses a broken row though the one before it is right in form alone', async () => {
    const bytes = Buffer.from(`${PLAIN}${PLAIN_ROWS.replace('1.5', 'abc')}a,b\n`);
    expect(await fast(bytes)).toMatchObject({ code: 'BAD_AMOUNT' });
  });

  it('reads a file to its last byte, also where zeros pad it out, since all of it is hashed', async () => {
    const bytes = Buffer.concat([gzipSync(`${PLAIN}${PLAIN_ROWS}`), Buffer.alloc(5 * 2 ** 20)]);
    let read = 0;
    const counted = async function* () {
      for await (const piece of pieces(bytes, 2 ** 16)) {
        read += piece.length;
        yield piece;
      }
    };
    expect(await outcomeOf(counted())).toEqual(await outcomeOf(pieces(bytes.subarray(0, -(5 * 2 ** 20)), 2 ** 16)));
    expect(read).toBe(bytes.length);
  });

  it('says what is wrong with a row before it says that the file breaks off behind it', async () => {
    const text = `${PLAIN}${PLAIN_ROWS.replace('1.5', 'abc')}`;
    const cut = async function* () {
      yield Buffer.from(text);
      throw new AlmanacError('GZIP_TRUNCATED', 'cut off');
    };
    expect(await outcomeOf(cut())).toMatchObject({ code: 'BAD_AMOUNT' });
  });
});

describe('what is told of a report besides', () => {
  const report = (rows: string[]) =>
    Buffer.from(
      [
        'lineItem/UsageAccountId,lineItem/ProductCode,lineItem/UsageStartDate,lineItem/UnblendedCost,bill/BillingPeriodStartDate,bill/PayerAccountId',
        ...rows,
      ].join('\n'),
    );
  const read = (bytes: Buffer, options: Partial<ReadOptions> = {}) =>
    readReport(pieces(bytes, 1000), { limits: DEFAULT_READ_LIMITS, ...options });

  it('counts all rows in the billing period that the file is of, and warns of those that say otherwise', async () => {
    const bytes = report(['1,S3,2024-01-31,1,2024-02-01,9', '1,S3,2024-02-01,2,2024-03-01,9', '1,S3,2024-02-01,4,,9']);
    const { periods, findings } = await read(bytes, { billingPeriod: '2024-02' });
    expect([...periods.keys()]).toEqual(['2024-02']);
    expect(periods.get('2024-02')?.map((row) => [row.usageDate, `${row.unblendedCost}`, row.lineItems])).toEqual([
      ['2024-01-31', '1', 1],
      ['2024-02-01', '6', 2],
    ]);
    expect([...findings.warnings]).toEqual([expect.stringContaining('2024-03')]);
    expect([...(await read(bytes)).periods.keys()]).toEqual(['2024-02', '2024-03']);
  });

  it('names payers, a hundred at most', async () => {
    const rows = Array.from({ length: 150 }, (_, i) => `1,S3,2024-01-31,1,,${String(149 - i).padStart(12, '0')}`);
    const { payers } = await read(report(rows));
    expect(payers).toHaveLength(100);
    expect(payers[0]).toBe('000000000000');
  });

  it('keeps the smaller name where a service has several', async () => {
    const bytes = Buffer.from(
      `${COLUMNS.replace('lineItem/LineItemDescription', 'product/ProductName')}\n${PLAIN_ROWS}${PLAIN_ROWS.replace('text', 'name')}`,
    );
    expect(await fast(bytes)).toEqual(await slowly(bytes));
    expect(await fast(bytes)).toMatchObject({ periods: [['2024-02', [{ serviceName: 'name', lineItems: 2 }, {}]]] });
  });

  it('ends when its time is up, leaving no part', async () => {
    const calls: string[] = [];
    const part = {
      write: async () => undefined,
      close: async () => void calls.push('close'),
      abort: async () => void calls.push('abort'),
    };
    const signal = AbortSignal.abort();
    const reading = read(report(['1,S3,2024-01-31,1,,9']), { signal, openPart: () => part });
    await expect(reading).rejects.toMatchObject({ code: 'OUT_OF_TIME' });
    expect(calls).not.toContain('close');
  });

  it('leaves no part of a file that turns out to be damaged, and closes what it read from', async () => {
    const calls: string[] = [];
    const part = {
      write: async () => undefined,
      close: async () => void calls.push('close'),
      abort: async () => void calls.push('abort'),
    };
    const content = async function* () {
      try {
        yield report(Array<string>(40_000).fill('1,S3,2024-01-31,1,,9'));
        yield Buffer.from('\nbroken\n');
        yield Buffer.from('never read');
      } finally {
        calls.push('closed');
      }
    };
    const reading = readReport(content(), { limits: DEFAULT_READ_LIMITS, openPart: () => part });
    await expect(reading).rejects.toMatchObject({ code: 'WRONG_FIELD_COUNT', details: { row: 40_002 } });
    expect(calls.sort()).toEqual(['abort', 'closed']);
  });
});

const COLUMNS =
  'bill/PayerAccountId,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UnblendedCost,lineItem/AvailabilityZone,lineItem/LineItemDescription,savingsPlan/SavingsPlanEffectiveCost,lineItem/UsageAmount';
const PLAIN_ROWS = `1,2,Usage,2024-02-01T00:00:00Z,AmazonEC2,1.5,us-east-1a,text,,3
1,2,SavingsPlanCoveredUsage,2024-02-02 00:00:00+00:00,AmazonEC2,-0.000000000000000001,,,0.25,4
`;
const PLAIN = `${COLUMNS}\n${PLAIN_ROWS}`;
/** Everything that a report may do. */
const ODDITIES = [
  `\ufeff\r\n\n"${COLUMNS.replace(',', '",')}\r\n`,
  `1,2,Usage,2024-02-01T00:00:00Z,AmazonEC2,1.5,us-east-1a,"größer, ""so""\r\nund\rmehr\n",\\N,3\n`,
  `\r\n2,,"Usage",2024-02-01T00:00:00Z,"Amazon""EC2",1.2E-7,NULL,"""",NULL,99999999999999999999.999999999999999999\r`,
  `3,"",Novelty,2024-02-29,,"-12.50",eu-west-1b,,x, 7 \r\r\n`,
  `1,2,SavingsPlanCoveredUsage,2024-02-01T00:00:00.000Z,AmazonEC2,,,"",.5,\n\n\n`,
  `1,2,Usage,2024-02-01T00:00:00Z,AmazonEC2,000000000000000000000000000000001.000000000000000000000000,,,,-0`,
].join('');

const OTHER_FORMATS = {
  'CUR 2.0': `line_item_usage_account_id,line_item_usage_start_date,line_item_product_code,line_item_unblended_cost,product,resource_tags,line_item_line_item_type,savings_plan_total_commitment_to_date,savings_plan_used_commitment
1,2024-02-01T00:00:00.000Z,AmazonS3,1.5,"{""product_name"":""Amazon S3"",""region"":""eu-west-1""}","{""user_team"":""a""}",SavingsPlanRecurringFee,10,0.000000000000000001
1,2024-02-01T00:00:00.000Z,AmazonS3,2.5,{broken,"{""user_team"":""b""}",Usage,,
1,2024-02-02T00:00:00.000Z,AmazonS3,0,NULL,also broken,RIFee,,
`,
  FOCUS: `SubAccountId,BillingAccountId,ChargePeriodStart,ServiceName,BilledCost,EffectiveCost,ChargeCategory,InvoiceId,Tags,RegionId
1,2,2024-02-01T00:00:00Z,Amazon S3,1.5,1.25,Usage,,"{""a"":""b""}",eu-west-1
,2,2024-02-01T00:00:00Z,,-1.5,0,Novelty,,,
1,2,2024-02-01T00:00:00Z,Amazon S3,1.5,1.25,Tax,,{},
`,
};

const outcomeOf = (content: AsyncIterable<Uint8Array>, limits: ReadLimits = DEFAULT_READ_LIMITS) =>
  outcome(async () => {
    const { format, findings, periods, payers } = await readReport(content, { limits });
    const { warnings, ...rest } = findings;
    return { format, ...rest, warnings: [...warnings].sort(), periods: plain(periods), payers };
  });

interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}
const mutations = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.constantFrom(0, 0, 1, 1, 2, 30),
    insert: fc.constantFrom('', '"', '""', ',', '\n', '\r', '\r\n', 'x', '9', '-', '.', 'E5', 'ü', '\0', ' '),
  }),
  { minLength: 1, maxLength: 3 },
);

function mutate(bytes: Buffer, { at, remove, insert }: Mutation): Buffer {
  const from = Math.floor(at * bytes.length);
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(insert), bytes.subarray(from + remove)]);
}
