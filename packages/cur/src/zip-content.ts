import { crc32, createInflateRaw } from 'node:zlib';
import { AlmanacError } from '@almanac/kernel';

// Source of layout and numbers: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 (file format) and 4.4 (fields).
const LOCAL_HEADER = 0x04034b50;
const CENTRAL_DIRECTORY = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
const HEADER_BYTES = 30;
const ENCRYPTED = 0x1;
const SIZES_FOLLOW = 0x8;
/** In place of a size: it stands in an extra field. */
const ZIP64 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const INFLATE_CHUNK_BYTES = 256 * 1024;

const damaged = (why: string) => new AlmanacError('ZIP_DAMAGED', `The zip file is damaged (${why}); upload it again`);

/** Takes exactly as many bytes as asked for off a stream of chunks. */
class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array();

  constructor(content: AsyncIterable<Uint8Array>) {
    this.#chunks = content[Symbol.asyncIterator]();
  }

  /** Whatever comes next, at least one byte; undefined at the end. */
  async some(): Promise<Uint8Array | undefined> {
    if (this.#held.length > 0) {
      const held = this.#held;
      this.#held = new Uint8Array();
      return held;
    }
    const next = await this.#chunks.next();
    if (next.done) return undefined;
    return next.value.length > 0 ? next.value : this.some();
  }

  putBack(bytes: Uint8Array): void {
    this.#held = Buffer.concat([bytes, this.#held]);
  }

  async take(count: number): Promise<Buffer> {
    const taken: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      const bytes = await this.some();
      if (!bytes) throw damaged('it ends early');
      taken.push(bytes.subarray(0, missing));
      if (bytes.length > missing) this.putBack(bytes.subarray(missing));
      missing -= Math.min(missing, bytes.length);
    }
    return Buffer.concat(taken);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  /** Checksum and sizes stand behind the data: the zip was written as a stream. */
  readonly sizesFollow: boolean;
  readonly crc: number;
  readonly packedBytes: number;
}

async function nextEntry(source: ByteSource): Promise<Entry | undefined> {
  const signature = (await source.take(4)).readUInt32LE();
  if (signature === CENTRAL_DIRECTORY) return undefined;
  if (signature !== LOCAL_HEADER) throw damaged('an entry does not begin where it should');
  const header = await source.take(HEADER_BYTES - 4);
  const flags = header.readUInt16LE(2);
  const name = (await source.take(header.readUInt16LE(22))).toString('utf8');
  await source.take(header.readUInt16LE(24));
  if (flags & ENCRYPTED)
    throw new AlmanacError('UNSUPPORTED_FORMAT', `The zip entry ${name} is encrypted; upload it plain`);
  const entry = {
    name,
    method: header.readUInt16LE(4),
    sizesFollow: (flags & SIZES_FOLLOW) !== 0,
    crc: header.readUInt32LE(10),
    packedBytes: header.readUInt32LE(14),
  };
  if (entry.method === DEFLATED || (entry.method === STORED && !entry.sizesFollow && entry.packedBytes !== ZIP64))
    return entry;
  throw new AlmanacError(
    'UNSUPPORTED_FORMAT',
    `The zip entry ${name} is packed in a way that is not read; use deflate or csv.gz`,
  );
}

async function* stored(source: ByteSource, count: number): AsyncGenerator<Uint8Array> {
  for (let left = count; left > 0; ) {
    const bytes = await source.some();
    if (!bytes) throw damaged('it ends early');
    yield bytes.subarray(0, left);
    if (bytes.length > left) source.putBack(bytes.subarray(left));
    left -= Math.min(left, bytes.length);
  }
}

/** Inflates up to the end that deflate data marks itself, and puts back what lies behind it. */
async function* inflated(source: ByteSource): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: INFLATE_CHUNK_BYTES });
  const feed = async () => {
    for (let pushed = 0; inflate.bytesWritten === pushed; ) {
      const bytes = await source.some();
      if (!bytes) throw damaged('it ends early');
      pushed += bytes.length;
      await new Promise<void>((resolve) => inflate.write(bytes, () => resolve()));
      const unused = pushed - inflate.bytesWritten;
      if (unused > 0) source.putBack(bytes.subarray(bytes.length - unused));
    }
  };
  const fed = feed().catch((error: Error) => void inflate.destroy(error));
  try {
    for await (const chunk of inflate) yield chunk;
    await fed;
  } catch (error) {
    throw error instanceof AlmanacError ? error : damaged((error as Error).message);
  }
}

/** What stands behind the data of an entry that was written as a stream; a signature before it is optional. */
async function checksumBehind(source: ByteSource, sizeBytes: bigint): Promise<number> {
  const first = (await source.take(4)).readUInt32LE();
  const crc = first === DESCRIPTOR ? (await source.take(4)).readUInt32LE() : first;
  // Sizes take eight bytes each in a zip64 entry, which the local header need not say.
  const sizes = await source.take(16);
  const isZip64 = sizes.readBigUInt64LE(8) === sizeBytes;
  if (!isZip64) source.putBack(sizes.subarray(8));
  return crc;
}

async function* content(source: ByteSource, entry: Entry): AsyncGenerator<Uint8Array> {
  let crc = 0;
  let sizeBytes = 0n;
  for await (const bytes of entry.method === STORED ? stored(source, entry.packedBytes) : inflated(source)) {
    crc = crc32(bytes, crc);
    sizeBytes += BigInt(bytes.length);
    yield bytes;
  }
  const expected = entry.sizesFollow ? await checksumBehind(source, sizeBytes) : entry.crc;
  if (crc !== expected) throw damaged(`the checksum of ${entry.name} is wrong`);
}

const isCsv = (name: string): boolean => /\.csv$/i.test(name) && !/(^|\/)(__MACOSX\/|\._)/.test(name);

/**
 * The one csv file in a zip, possibly in a folder and beside other files, streamed and checked against its checksum.
 * @throws AlmanacError `ZIP_DAMAGED`, `ZIP_WITHOUT_CSV`, `ZIP_WITH_SEVERAL_CSV`, or `UNSUPPORTED_FORMAT` for other packings
 */
export async function* csvInZip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = new ByteSource(bytes);
  let found: string | undefined;
  try {
    for (let entry = await nextEntry(source); entry; entry = await nextEntry(source)) {
      const wanted = isCsv(entry.name);
      if (wanted && found !== undefined) {
        const message = `The zip holds ${found} and ${entry.name}; upload each csv by itself`;
        throw new AlmanacError('ZIP_WITH_SEVERAL_CSV', message);
      }
      if (wanted) found = entry.name;
      for await (const chunk of content(source, entry)) if (wanted) yield chunk;
    }
    if (found === undefined) throw new AlmanacError('ZIP_WITHOUT_CSV', 'The zip holds no file whose name ends in .csv');
  } finally {
    await source.close();
  }
}
