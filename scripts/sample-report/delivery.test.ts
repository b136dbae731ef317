import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { sumAmounts } from './decimals.ts';
import { type Delivery, writeDelivery } from './delivery.ts';
import { DELIVERY_MODES, type DeliveryMode, type DeliveryOptions } from './delivery-options.ts';
import { type Format, InvalidOption } from './options.ts';
import { recount } from './recount.ts';
import { sampleReport } from './report.ts';

const root = mkdtempSync(join(tmpdir(), 'sample-delivery-'));
afterAll(() => rmSync(root, { recursive: true }));
const newFolder = (): string => mkdtempSync(join(root, 'bucket-'));
const OPTIONS = { rows: 400, months: ['2025-02'], parts: 3 };
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';

const deliver = (mode: DeliveryMode, more: Partial<DeliveryOptions> = {}, folder = newFolder()) =>
  writeDelivery(folder, { ...OPTIONS, mode, ...more }).then((delivery) => ({ ...delivery, folder }));

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path))
    .sort();

const manifestOf = ({ folder, manifestKeys }: Delivery & { folder: string }, index = 0) =>
  JSON.parse(readFileSync(join(folder, manifestKeys[index] ?? ''), 'utf8'));

describe.each(DELIVERY_MODES)('a delivery by %s', (mode) => {
  const legacy = mode.startsWith('legacy');

  it('is made of its keys, data before manifests, and nothing else', async () => {
    const delivery = await deliver(mode);
    expect(delivery.keys).toEqual([...delivery.dataKeys, ...delivery.manifestKeys]);
    expect(delivery.dataKeys).toHaveLength(3);
    expect(filesIn(delivery.folder)).toEqual([...delivery.keys].sort());
  });

  it('has manifests that name exactly its data files', async () => {
    const delivery = await deliver(mode, { bucket: 'landing' });
    for (const index of delivery.manifestKeys.keys()) {
      const manifest = manifestOf(delivery, index);
      const named = legacy
        ? manifest.reportKeys.map((key: string) => `s3://${manifest.bucket}/${key}`)
        : manifest.dataFiles;
      expect(named).toEqual(delivery.dataKeys.map((key) => `s3://landing/${key}`));
      expect(legacy ? manifest.assemblyId : manifest.executionId).toBe(delivery.id);
    }
  });

  it('has parts that add up to its truth, each with the header that the manifest names', async () => {
    const delivery = await deliver(mode);
    const format = legacy ? 'cur-legacy' : 'cur-2.0';
    const parts = await Promise.all(delivery.dataKeys.map((key) => recount(join(delivery.folder, key), format)));
    expect(sumAmounts(parts.map((part) => part.unblended))).toBe(delivery.truth.totals.USD?.unblended);
    expect(sumAmounts(parts.map((part) => part.amortized))).toBe(delivery.truth.totals.USD?.amortized);
    expect(parts.map((part) => part.rows.length)).toEqual([133, 133, 134]);
    const named: { category?: string; name: string }[] = manifestOf(delivery).columns;
    const columns = named.map(({ category, name }) => (category ? `${category}/${name}` : name));
    for (const part of parts) expect(Object.keys(part.rows[0] ?? {})).toEqual(columns);
  });

  it('is the same every time', async () => {
    const [first, second] = [await deliver(mode), await deliver(mode)];
    expect({ ...second, folder: '' }).toEqual({ ...first, folder: '' });
    for (const key of first.keys) {
      expect(readFileSync(join(second.folder, key)).equals(readFileSync(join(first.folder, key)))).toBe(true);
    }
  });

  it('grows with the month under an id of its own, beside the one before or over it', async () => {
    const first = await deliver(mode, { days: 10 });
    const later = await deliver(mode, { days: 20, rows: 800, delivery: 2 }, first.folder);
    expect(later.id).not.toBe(first.id);
    expect(Math.max(...days(first))).toBe(10);
    expect(Math.max(...days(later))).toBe(20);
    const overwrites = mode.endsWith('overwrite');
    const shared = first.keys.filter((key) => later.keys.includes(key));
    const expected = overwrites ? first.keys : first.manifestKeys.slice(1);
    expect(shared).toEqual(expected);
    expect(manifestOf(later, later.manifestKeys.length - 1)[legacy ? 'assemblyId' : 'executionId']).toBe(later.id);
  });
});

const days = ({ truth }: Delivery): number[] =>
  (truth.daily ?? []).filter((row) => row.charge_category === 'Credit').map((row) => Number(row.usage_date.slice(8)));

describe('keys', () => {
  const P = 'cur/team-a/daily';
  it.each<[DeliveryMode, Partial<DeliveryOptions>, string, string[]]>([
    [
      ...(['legacy-versions', {}, `${P}/20250201-20250301/${UUID}/daily-1.csv.gz`] as const),
      [`${P}/20250201-20250301/${UUID}/daily-Manifest.json`, `${P}/20250201-20250301/daily-Manifest.json`],
    ],
    [
      ...(['legacy-overwrite', { container: 'csv.zip' }, `${P}/20250201-20250301/daily-1.csv.zip`] as const),
      [`${P}/20250201-20250301/daily-Manifest.json`],
    ],
    [
      ...([
        'legacy-overwrite',
        { container: 'parquet' },
        `${P}/daily/year=2025/month=2/daily-1.snappy.parquet`,
      ] as const),
      [`${P}/20250201-20250301/daily-Manifest.json`],
    ],
    [
      ...(['export-overwrite', { container: 'parquet' }] as const),
      `${P}/data/BILLING_PERIOD=2025-02/daily-00001.snappy.parquet`,
      [`${P}/metadata/BILLING_PERIOD=2025-02/daily-Manifest.json`],
    ],
    [
      ...(['export-executions', {}, `${P}/data/TIME-${UUID}/BILLING_PERIOD=2025-02/daily-00001.csv.gz`] as const),
      [`${P}/metadata/TIME-${UUID}/BILLING_PERIOD=2025-02/daily-Manifest.json`],
    ],
    [
      ...(['export-executions', { executionFolder: 'below-period' }] as const),
      `${P}/data/BILLING_PERIOD=2025-02/TIME-${UUID}/daily-00001.csv.gz`,
      [`${P}/metadata/BILLING_PERIOD=2025-02/daily-Manifest.json`],
    ],
    [
      ...(['export-overwrite', {}, `${P}/data/BILLING_PERIOD=2025-02/daily-00001.csv.gz`] as const),
      [`${P}/metadata/BILLING_PERIOD=2025-02/daily-Manifest.json`],
    ],
  ])('of %s %p', async (mode, more, data, manifests) => {
    const { dataKeys, manifestKeys, ...delivery } = await deliver(mode, {
      ...{ ...more, parts: 1, rows: 60, prefix: 'cur/team-a', reportName: 'daily', days: 10 },
    });
    const pattern = (text: string) => new RegExp(`^${text.replace('TIME', '2025-02-11T06:00:00\\.000Z')}$`);
    expect(dataKeys).toEqual([expect.stringMatching(pattern(data))]);
    expect(manifestKeys).toEqual(manifests.map((text) => expect.stringMatching(pattern(text))));
    expect(delivery).toMatchObject({ prefix: 'cur/team-a', reportName: 'daily', billingPeriod: '2025-02' });
  });
});

describe('manifests', () => {
  it('of legacy reports have the fields that AWS writes', async () => {
    const delivery = await deliver('legacy-versions', { container: 'csv.zip' });
    const manifest = manifestOf(delivery);
    expect(Object.keys(manifest)).toEqual([
      ...['assemblyId', 'account', 'columns', 'charset', 'compression', 'contentType', 'reportId', 'reportName'],
      ...['billingPeriod', 'bucket', 'reportKeys', 'additionalArtifactKeys'],
    ]);
    expect(manifest).toMatchObject({
      ...{ account: '417283946105', charset: 'UTF-8', compression: 'ZIP', contentType: 'text/csv' },
      ...{ reportName: 'costs', reportId: expect.stringMatching(/^[0-9a-f]{64}$/), bucket: 'example-landing-bucket' },
      billingPeriod: { start: '20250201T000000.000Z', end: '20250301T000000.000Z' },
    });
    expect(manifest.columns).toContainEqual({ category: 'resourceTags', name: 'user:Team' });
    expect(manifestOf(delivery, 1)).toEqual(manifest);
  });

  it('of CUR 2.0 have the fields and the column types of a real one', async () => {
    const manifest = manifestOf(await deliver('export-overwrite', { format: 'cur-2.0' }));
    expect(Object.keys(manifest)).toEqual(['executionId', 'exportArn', 'columns', 'dataFiles']);
    const arn = `^arn:aws:bcm-data-exports:us-east-1:417283946105:export/costs-${UUID}$`;
    expect(manifest.exportArn).toMatch(new RegExp(arn));
    const types = manifest.columns.map(({ name, type }: { name: string; type: string }) => `${name}:${type}`);
    const digest = createHash('sha256').update(types.join(',')).digest('hex');
    expect(digest).toBe('4057684613e128f42d2ebcb85326d883dc10b2392993b214dd7cb0fed28e6089');
  });

  it('of FOCUS tell times and amounts from texts', async () => {
    const { columns } = manifestOf(await deliver('export-overwrite', { format: 'focus-1.2' }));
    expect(columns).toHaveLength(60);
    for (const [name, type] of [
      ...[
        ['BilledCost', 'double'],
        ['ListUnitPrice', 'double'],
        ['ChargePeriodEnd', 'timestamp_milliseconds'],
      ],
      ...[
        ['SkuPriceId', 'string'],
        ['Tags', 'string'],
      ],
    ]) {
      expect(columns).toContainEqual({ name, type });
    }
  });
});

describe.each<[DeliveryMode, Format | undefined]>([
  ['legacy-overwrite', undefined],
  ['export-executions', 'cur-2.0'],
  ['export-overwrite', 'focus-1.2'],
])('a delivery of Parquet by %s in %s', (mode, format) => {
  it('has parts that add up to its truth, of the columns that the manifest names', async () => {
    const delivery = await deliver(mode, { container: 'parquet', ...(format && { format }) });
    const read = delivery.dataKeys.map((key) => recount(join(delivery.folder, key), format));
    const parts = await Promise.all(read);
    expect(parts.map((part) => part.rows.length)).toEqual([133, 133, 134]);
    expect(sumAmounts(parts.map((part) => part.unblended))).toBe(delivery.truth.totals.USD?.unblended);
    expect(sumAmounts(parts.map((part) => part.amortized))).toBe(delivery.truth.totals.USD?.amortized);
    const named: { category?: string; name: string }[] = manifestOf(delivery).columns;
    const columns = named.map(({ category, name }) => (category ? `${category}/${name}` : name));
    for (const part of parts) expect(Object.keys(part.rows[0] ?? {})).toEqual(columns);
  });

  it('is the same every time', async () => {
    const options = { container: 'parquet' as const, ...(format && { format }) };
    const [first, second] = [await deliver(mode, options), await deliver(mode, options)];
    for (const key of first.keys) {
      expect(readFileSync(join(second.folder, key)).equals(readFileSync(join(first.folder, key)))).toBe(true);
    }
  });
});

it('a legacy manifest says that its files are Parquet', async () => {
  const manifest = manifestOf(await deliver('legacy-overwrite', { container: 'parquet' }));
  expect(manifest).toMatchObject({ compression: 'Parquet', contentType: 'Parquet' });
});

describe('a delivery of a report of several months', () => {
  it('holds one month of it, the last if none is named', async () => {
    const options = {
      mode: 'export-overwrite',
      format: 'focus-1.0',
      rows: 501,
      months: ['2025-01', '2025-02'],
    } as const;
    const january = await writeDelivery(newFolder(), options, '2025-01');
    const last = await writeDelivery(newFolder(), options);
    expect([january.billingPeriod, last.billingPeriod]).toEqual(['2025-01', '2025-02']);
    expect(Object.keys(january.truth.months)).toEqual(['2025-01']);
    expect(january.truth.rows + last.truth.rows).toBe(501);
    expect(sampleReport(options).rowCount('2025-01')).toBe(january.truth.rows);
    expect(january.id).not.toBe(last.id);
    await expect(writeDelivery(newFolder(), options, '2025-03')).rejects.toThrow('2025-03 is not one of the months.');
  });

  it('may have more parts than rows', async () => {
    const { folder, dataKeys } = await deliver('legacy-overwrite', { rows: 2, parts: 3 });
    const parts = await Promise.all(dataKeys.map((key) => recount(join(folder, key))));
    expect(parts.map(({ rows }) => rows.length)).toEqual([0, 1, 1]);
  });
});

it.each<[Partial<DeliveryOptions>, RegExp]>([
  [{ mode: 'by-mail' as DeliveryMode }, /^delivery must be one of legacy-versions/],
  [{ mode: 'legacy-versions', format: 'focus-1.0' }, /^legacy-versions does not deliver focus-1.0\.$/],
  [{ format: 'cur-legacy' }, /^export-overwrite does not deliver cur-legacy\.$/],
  [{ container: 'csv.zip' }, /^export-overwrite does not deliver csv.zip\.$/],
  [{ container: 'csv' as 'csv.gz' }, /^container must be one of csv.gz, csv.zip, parquet\.$/],
  [{ mode: 'legacy-versions', container: 'parquet' }, /^legacy-versions does not deliver parquet\.$/],
  [{ parts: 0 }, /^parts must be/],
  [{ delivery: 0 }, /^nth must be/],
  [{ reportName: 'a/b' }, /^report-name must be/],
  [{ prefix: '/a' }, /^prefix must be/],
  [{ bucket: 'Bucket' }, /^bucket must be/],
])('refuses %p', async (options, message) => {
  const delivering = deliver('export-overwrite', options);
  await expect(delivering).rejects.toThrow(InvalidOption);
  await expect(delivering).rejects.toThrow(message);
});
