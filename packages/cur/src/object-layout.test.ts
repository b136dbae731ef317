import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { objectLayout, reportOf } from './object-layout.ts';
import { reportSlug } from './report-name.ts';

const UUID = '8f5d8a3c-6c1b-4b0e-9c0e-111111111111';

describe('what a key says', () => {
  it.each([
    ['event_driven_test.csv', 'ad-hoc'],
    ['2024/bill.csv.gz', 'ad-hoc'],
    ['own/20240201-20240301/my-costs.csv', 'ad-hoc'],
    ['own/20241301-20250101/own-1.csv', 'ad-hoc'],
    ['cur/aws-programmatic-access-test-object', 'ignored'],
    ['cur/cost_and_usage_data_status/part-1', 'ignored'],
    ['cur/report-create-table.sql', 'ignored'],
    ['cur/crawler-cfn.yml', 'ignored'],
    ['somewhere/report-Manifest.json', 'ignored'],
    ['cur/daily/20240201-20240301/daily-RedshiftManifest.json', 'ignored'],
    ['x/export/metadata/BILLING_PERIOD=2024-02/other.json', 'ignored'],
    ['folder/', 'ignored'],
  ])('%s is %s', (key, kind) => {
    expect(objectLayout(key, key.endsWith('/') ? 0 : 10).kind).toBe(kind);
  });

  it.each([
    ['cur/daily/20240201-20240301/daily-Manifest.json', 'manifest', 'cur/daily'],
    [`cur/daily/20240201-20240301/${UUID}/daily-Manifest.json`, 'manifest', 'cur/daily'],
    [`cur/daily/20240201-20240301/${UUID}/daily-1.csv.gz`, 'part', 'cur/daily'],
    ['cur/daily/20240201-20240301/20240203T010203Z/daily-00001.csv.zip', 'part', 'cur/daily'],
    ['cur/daily/20240201-20240301/daily-1.csv.gz', 'part', 'cur/daily'],
    ['daily/20240201-20240301/daily-1.csv.gz', 'part', 'daily'],
    ['cur/daily/daily/year=2024/month=2/daily-00001.snappy.parquet', 'part', 'cur/daily'],
    ['x/export/data/BILLING_PERIOD=2024-02/export-00001.csv.gz', 'part', 'x/export'],
    ['x/export/data/2024-02-01T00:00:00Z-aa/BILLING_PERIOD=2024-02/export-00001.csv.gz', 'part', 'x/export'],
    ['x/export/data/BILLING_PERIOD=2024-02/2024-02-01T00:00:00Z-aa/export-00001.csv.gz', 'part', 'x/export'],
    ['x/export/metadata/BILLING_PERIOD=2024-02/export-Manifest.json', 'manifest', 'x/export'],
    ['x/export/metadata/BILLING_PERIOD=2024-02/2024-02-01T00:00:00Z-aa/export-Manifest.json', 'manifest', 'x/export'],
  ])('%s is a %s of %s in 2024-02', (key, kind, root) => {
    expect(objectLayout(key, 10)).toEqual({ kind, report: reportSlug(root), billingPeriod: '2024-02', root });
  });

  it('keeps equal names under different prefixes apart', () => {
    const ofPayer = (payer: string) => reportOf(`${payer}/daily/20240201-20240301/daily-1.csv.gz`);
    expect(ofPayer('a')).not.toBe(ofPayer('b'));
  });
});

describe('the name of a report', () => {
  it.each([
    ['bill.csv', 'bill.csv'],
    ['a b', expect.stringMatching(/^a-b-[0-9a-f]{8}$/)],
    ['ü', expect.stringMatching(/^--[0-9a-f]{8}$/)],
  ])('of %j', (name, slug) => {
    expect(reportSlug(name)).toEqual(slug);
  });

  it('is short, plain, and different for different keys', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), fc.string({ maxLength: 400 }), (a, b) => {
        expect(reportSlug(a)).toMatch(/^[A-Za-z0-9._-]{0,200}$/);
        if (a !== b) expect(reportSlug(a)).not.toBe(reportSlug(b));
      }),
    );
    expect(reportSlug('x'.repeat(300))).toHaveLength(200);
    expect(reportSlug('a b')).not.toBe(reportSlug('a  b'));
  });
});
