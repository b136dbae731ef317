import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { objectLayout } from './object-layout.ts';
import { reportSlug } from './report-name.ts';

describe('what a key says', () => {
  it.each([
    ['event_driven_test.csv', 'ad-hoc'],
    ['2024/bill.csv.gz', 'ad-hoc'],
    ['cur/aws-programmatic-access-test-object', 'ignored'],
    ['cur/cost_and_usage_data_status/part-1', 'ignored'],
    ['cur/report-create-table.sql', 'ignored'],
    ['cur/crawler-cfn.yml', 'ignored'],
    ['cur/report/20240201-20240301/report-Manifest.json', 'ignored'],
    ['folder/', 'ignored'],
    ['cur/report/20240201-20240301/8f5d8a3c-6c1b-4b0e-9c0e-111111111111/report-1.csv.gz', 'managed'],
    ['x/export/data/BILLING_PERIOD=2024-02/export-00001.csv.gz', 'managed'],
    ['x/export/data/2024-02-01T00:00:00Z-aa/BILLING_PERIOD=2024-02/export-00001.csv.gz', 'managed'],
    ['cur/report/report/year=2024/month=2/report-1.snappy.parquet', 'managed'],
  ])('%s is %s', (key, kind) => {
    expect(objectLayout(key, key.endsWith('/') ? 0 : 10).kind).toBe(kind);
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
