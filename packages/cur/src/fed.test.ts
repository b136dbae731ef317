import { randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { fed } from './fed.ts';

const BYTES = randomBytes(1000);

async function* source(size: number, onEnd: () => void = () => undefined) {
  try {
    for (let at = 0; at < BYTES.length; at += size) yield BYTES.subarray(at, at + size);
  } finally {
    onEnd();
  }
}

/** Keeps a copy of each piece, and looks at it a while later, as zlib does in its threads. */
function keeping(pieces: Buffer[]): Duplex {
  return new Duplex({
    read: () => undefined,
    async write(piece: Buffer, _, done) {
      await setImmediate();
      pieces.push(Buffer.from(piece));
      done();
    },
  });
}

describe('feeding a stream', () => {
  it.each([1, 7, 100, 300, 1000, 5000])('gives it all bytes in pieces, whatever they come in: %i', async (size) => {
    const pieces: Buffer[] = [];
    const stream = keeping(pieces);
    const end = new Promise((resolve) => stream.once('finish', resolve));
    await fed(stream, source(size), 100);
    await end;
    expect(Buffer.concat(pieces).equals(BYTES)).toBe(true);
    expect(pieces.slice(0, 10).map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 100));
  });

  it('destroys it with what went wrong at the source', async () => {
    const stream = keeping([]);
    const failed = new Promise((resolve) => stream.once('error', resolve));
    const broken = async function* () {
      yield BYTES;
      throw new Error('S3 hung up');
    };
    await fed(stream, broken(), 100);
    expect(await failed).toMatchObject({ message: 'S3 hung up' });
  });

  it('lets go of the source once the stream is destroyed, also while it works on a piece', async () => {
    let isOver = false;
    const stream = new Duplex({ read: () => undefined, write: () => undefined }); // never done with a piece
    const over = fed(
      stream,
      source(100, () => (isOver = true)),
      100,
    );
    await setImmediate();
    stream.destroy();
    await over;
    expect(isOver).toBe(true);
  });

  it('lets go of the source once nobody reads what gunzip makes of it', async () => {
    const gzip = gzipSync(randomBytes(8 * 2 ** 20));
    let isOver = false;
    const chunks = async function* () {
      try {
        for (let at = 0; at < gzip.length; at += 2 ** 16) yield gzip.subarray(at, at + 2 ** 16);
      } finally {
        isOver = true;
      }
    };
    const gunzip = createGunzip({ chunkSize: 2 ** 16 });
    const over = fed(gunzip, chunks(), 2 ** 20);
    for await (const _ of gunzip) break;
    await over;
    expect(isOver).toBe(true);
  });
});
