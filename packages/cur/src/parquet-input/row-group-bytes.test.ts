import { describe, expect, it } from '@jest/globals';
import type { RowGroup } from 'hyparquet';
import { rowGroupBytes } from './row-group-bytes.ts';

const MIB = 1024 ** 2;

/** A file whose byte at each offset is that offset's remainder of 251, and what was read of it. */
function fileOf(sizeBytes: number) {
  const reads: [number, number][] = [];
  const read = async (start: number, end: number) => {
    reads.push([start, end]);
    return Uint8Array.from({ length: end - start }, (_, i) => (start + i) % 251);
  };
  return { sizeBytes, read, reads };
}

const groupOf = (chunks: readonly [start: number, end: number][], more: object = {}): RowGroup =>
  ({
    columns: chunks.map(([start, end]) => ({
      meta_data: { data_page_offset: BigInt(start), total_compressed_size: BigInt(end - start) },
      ...more,
    })),
  }) as unknown as RowGroup;

describe('the bytes of a row group', () => {
  it('come in one request where the columns lie close together, and in one each where they do not', async () => {
    const file = fileOf(20 * MIB);
    const group = groupOf([
      [4, 1000],
      [1000, 2000],
      [3000, 4000],
      [10 * MIB, 10 * MIB + 50],
    ]);
    const chunks = await rowGroupBytes(file, group, [3, 0, 2]);
    expect(file.reads).toEqual([
      [4, 4000],
      [10 * MIB, 10 * MIB + 50],
    ]);
    expect([...((await chunks.get(2)?.take(2)) ?? [])]).toEqual([3000 % 251, 3001 % 251]);
    expect((await chunks.get(3)?.take(50))?.length).toBe(50);
    expect(chunks.get(3)?.isAtEnd).toBe(true);
    expect(file.reads).toHaveLength(2);
  });

  it('come a window at a time where there are many', async () => {
    const file = fileOf(100 * MIB);
    const chunks = await rowGroupBytes(
      file,
      groupOf([
        [4, 60 * MIB],
        [60 * MIB, 100 * MIB],
      ]),
      [0, 1],
    );
    const chunk = chunks.get(0);
    for (let at = 4; at < 30 * MIB; at += MIB) expect((await chunk?.take(MIB))?.[7]).toBe((at + 7) % 251);
    expect(Math.max(...file.reads.map(([start, end]) => end - start))).toBe(4 * MIB);
    const first = file.reads.filter(([start]) => start < 60 * MIB);
    expect(first.at(0)).toEqual([4, 4 + 4 * MIB]);
    expect(first.at(-1)).toEqual([4 + 32 * MIB, 4 + 36 * MIB]);
    expect(file.reads).toHaveLength(first.length + 1);
  });

  it.each([
    ['a column that reaches beyond the file', groupOf([[4, 1001]]), 'PARQUET_DAMAGED'],
    ['a column before its start', groupOf([[0, 10]]), 'PARQUET_DAMAGED'],
    ['an encrypted column', groupOf([[4, 10]], { crypto_metadata: {} }), 'PARQUET_UNSUPPORTED'],
    ['a column in another file', groupOf([[4, 10]], { file_path: 'b.parquet' }), 'PARQUET_UNSUPPORTED'],
    ['a column without a place', groupOf([[4, 10]], { meta_data: undefined }), 'PARQUET_DAMAGED'],
  ])('are refused: %s', async (_name, group, code) => {
    await expect(rowGroupBytes(fileOf(1000), group, [0])).rejects.toMatchObject({ code });
  });

  it('end where the column ends', async () => {
    const chunk = (await rowGroupBytes(fileOf(1000), groupOf([[4, 10]]), [0])).get(0);
    await expect(chunk?.take(7)).rejects.toMatchObject({ code: 'PARQUET_DAMAGED' });
  });
});
