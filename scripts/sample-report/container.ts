import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { Zip, ZipDeflate } from 'fflate';
import type { WriteOptions } from './options.ts';

const LEVEL = 4;
const GZIP = { level: LEVEL, chunkSize: 1 << 18, highWaterMark: 1 << 20 };

/** Gzip members of `size` bytes of text each; the last may be shorter. */
const members = (size: number) =>
  async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let rest = Buffer.alloc(0);
    for await (const piece of pieces) {
      rest = Buffer.concat([rest, piece]);
      let start = 0;
      for (; rest.length - start >= size; start += size) {
        yield gzipSync(rest.subarray(start, start + size), { level: LEVEL });
      }
      rest = rest.subarray(start);
    }
    if (rest.length > 0) yield gzipSync(rest, { level: LEVEL });
  };

const folderPath = ({ zipFolder }: WriteOptions): string => (zipFolder ? `${zipFolder}/` : '');

/** A zip keeps local times: the same in every time zone only if made from local parts. */
const WRITTEN_AT = new Date(2025, 0, 1);

const manifestEntry = (csvName: string): ZipDeflate & { text: Buffer } => {
  const name = csvName.replace(/\.csv$/, '-Manifest.json');
  const text = Buffer.from(`${JSON.stringify({ reportKeys: [csvName] }, null, 2)}\n`);
  return Object.assign(new ZipDeflate(name, { level: LEVEL }), { text, mtime: WRITTEN_AT });
};

/** A zip with one csv, sizes after the data as AWS's zips have them, and before it a manifest if asked for. */
const zipped = (csvName: string, { zipManifest }: WriteOptions) =>
  async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
    const made: Uint8Array[] = [];
    const zip = new Zip((error, data) => {
      if (error) throw error;
      made.push(data);
    });
    const manifest = zipManifest ? manifestEntry(csvName) : undefined;
    if (manifest) zip.add(manifest);
    manifest?.push(manifest.text, true);
    const csv = Object.assign(new ZipDeflate(csvName, { level: LEVEL }), { mtime: WRITTEN_AT });
    zip.add(csv);
    for await (const piece of pieces) {
      csv.push(piece);
      yield* made.splice(0);
    }
    csv.push(new Uint8Array(0), true);
    zip.end();
    yield* made.splice(0);
  };

/** Writes csv text to a file as the path's ending says: gzip for `.gz`, zip for `.zip`, else as it is. */
export const writeContainer = async (path: string, pieces: Iterable<Buffer>, options: WriteOptions): Promise<void> => {
  const source = Readable.from(pieces, { highWaterMark: 4 });
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  if (path.endsWith('.zip')) {
    const csvName = `${folderPath(options)}${basename(path).replace(/(\.csv)?\.zip$/, '')}.csv`;
    await pipeline(source, zipped(csvName, options), file);
  } else if (path.endsWith('.gz') && options.gzipMemberBytes) {
    await pipeline(source, members(options.gzipMemberBytes), file);
  } else if (path.endsWith('.gz')) await pipeline(source, createGzip(GZIP), file);
  else await pipeline(source, file);
};
