import { describe, expect, it } from '@jest/globals';
import { manifestKeys } from './manifest.ts';
import { type ManagedLayout, objectLayout } from './object-layout.ts';

const at = (key: string) => objectLayout(key, 10) as ManagedLayout;
const legacy = at('acme/daily/20240201-20240301/daily-Manifest.json');
const exported = at('acme/x/metadata/BILLING_PERIOD=2024-02/x-Manifest.json');
const folder = 'acme/daily/20240201-20240301/aa/';

describe('the files that a manifest names', () => {
  it('are the report keys of a legacy report, each once', () => {
    const reportKeys = [`${folder}daily-1.csv.gz`, `${folder}daily-2.csv.gz`, `${folder}daily-1.csv.gz`];
    expect(manifestKeys(JSON.stringify({ assemblyId: 'aa', reportKeys }), legacy)).toEqual(reportKeys.slice(0, 2));
  });

  it('are the data files of an export, without the bucket', () => {
    const key = 'acme/x/data/BILLING_PERIOD=2024-02/2024-02-03T00:00:00.000Z-aa/x-00001.csv.gz';
    expect(manifestKeys(JSON.stringify({ dataFiles: [`s3://elsewhere/${key}`] }), exported)).toEqual([key]);
  });

  it('are looked for beside the manifest where the folders above the report have changed', () => {
    const moved = at('payers/one/daily/20240201-20240301/daily-Manifest.json');
    expect(manifestKeys(JSON.stringify({ reportKeys: [`${folder}daily-1.csv.gz`] }), moved)).toEqual([
      'payers/one/daily/20240201-20240301/aa/daily-1.csv.gz',
    ]);
  });

  it('are found in the folders of Parquet too', () => {
    const key = 'acme/daily/daily/year=2024/month=2/daily-00001.snappy.parquet';
    expect(manifestKeys(JSON.stringify({ reportKeys: [key] }), legacy)).toEqual([key]);
  });

  it.each([
    ['{"reportKeys":[', /not JSON/],
    ['{"files":[]}', /neither reportKeys nor dataFiles/],
    ['{"reportKeys":[]}', /names no files/],
    ['{"reportKeys":["other.csv"]}', /other\.csv, which lies in no folder of a delivery/],
    ['{"reportKeys":["a/daily/20240301-20240401/daily-1.csv.gz"]}', /another billing period/],
    ['{"reportKeys":["a/other/20240201-20240301/other-1.csv.gz"]}', /another report/],
    ['{"reportKeys":["a/daily/20240201-20240301/daily-Manifest.json"]}', /no folder of a delivery/],
  ])('%s is refused with its reason', (text, reason) => {
    expect(() => manifestKeys(text, legacy)).toThrow(
      expect.objectContaining({ code: 'BAD_MANIFEST', message: expect.stringMatching(reason) }),
    );
  });
});
