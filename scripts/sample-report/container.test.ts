import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import type { WriteOptions } from './options.ts';
import { writeReport } from './write-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'sample-container-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = async (name: string, options: Partial<WriteOptions> = {}): Promise<Buffer> => {
  await writeReport(join(folder, name), { rows: 900, months: ['2025-01'], ...options });
  return readFileSync(join(folder, name));
};

let plain: Buffer;
beforeAll(async () => {
  plain = await written('plain.csv');
});

describe('a zip', () => {
  it.each([
    [{}, ['costs.csv']],
    [{ zipFolder: 'costs/2025' }, ['costs/2025/costs.csv']],
    [{ zipFolder: 'costs', zipManifest: true }, ['costs/costs-Manifest.json', 'costs/costs.csv']],
  ])('with %p holds %p', async (options, names) => {
    const inside = unzipSync(await written('costs.csv.zip', options));
    expect(Object.keys(inside)).toEqual(names);
    expect(plain.equals(inside[names.at(-1) ?? ''] ?? Buffer.alloc(0))).toBe(true);
  });

  it('is named after its file, whatever the ending', async () => {
    expect(Object.keys(unzipSync(await written('january.zip')))).toEqual(['january.csv']);
  });

  it('has the same bytes in every time zone and at every time', async () => {
    const zone = process.env.TZ;
    const first = await written('costs.csv.zip', { zipManifest: true });
    process.env.TZ = 'Pacific/Auckland';
    try {
      expect((await written('costs.csv.zip', { zipManifest: true })).equals(first)).toBe(true);
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});

describe('a gzip', () => {
  const MEMBER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
  const members = (bytes: Buffer): number => bytes.toString('latin1').split(MEMBER.toString('latin1')).length - 1;

  it.each([
    [undefined, 1],
    [100_000, undefined],
    [7, undefined],
  ])('of members of %p bytes', async (size, count) => {
    const bytes = await written('costs.csv.gz', {
      rows: size === 7 ? 20 : 900,
      ...(size && { gzipMemberBytes: size }),
    });
    const text = gunzipSync(bytes);
    expect(members(bytes)).toBe(count ?? Math.ceil(text.length / (size ?? 1)));
    if (size !== 7) expect(text.equals(plain)).toBe(true);
  });
});
