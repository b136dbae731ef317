import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Zip, ZipDeflate, type Zippable, zipSync } from 'fflate';
import { csvInZip } from './zip-content.ts';

const text = 'lineItem/UsageAccountId,x\n'.repeat(5_000);
const bytes = (content: string) => new TextEncoder().encode(content);

async function* pieces(zip: Uint8Array, size: number) {
  for (let at = 0; at < zip.length; at += size) yield zip.subarray(at, at + size);
}

async function read(zip: Uint8Array, pieceSize = 1_000): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of csvInZip(pieces(zip, pieceSize))) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A zip as AWS and most servers write it: sizes and checksums behind the data. */
function streamedZip(files: Record<string, string>): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((_error, chunk) => void chunks.push(chunk));
  for (const [name, content] of Object.entries(files)) {
    const entry = new ZipDeflate(name);
    zip.add(entry);
    entry.push(bytes(content), true);
  }
  zip.end();
  return Buffer.concat(chunks);
}

const plain = (files: Record<string, string>, level: 0 | 6 = 6): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, bytes(content)])) as Zippable, {
    level,
  });

describe('a csv in a zip', () => {
  it.each([
    ['packed', plain({ 'a.csv': text })],
    ['stored', plain({ 'a.csv': text }, 0)],
    ['streamed', streamedZip({ 'a.csv': text })],
    ['in a folder beside a manifest', plain({ 'r/r-Manifest.json': '{}', 'r/a.CSV': text, 'r/readme.txt': 'x' })],
    ['streamed between other files', streamedZip({ 'm.json': '{}', 'r/a.csv': text, 'z.txt': 'z' })],
  ])('%s is read, whatever the chunks', async (_name, zip) => {
    for (const size of [zip.length, 1_000, 97]) expect(await read(zip, size)).toBe(text);
  });

  it('is read byte by byte', async () => {
    expect(await read(streamedZip({ 'a.csv': 'a,b\n' }), 1)).toBe('a,b\n');
    expect(await read(plain({ 'a.csv': '' }), 1)).toBe('');
  });

  it.each([
    ['as a file', 'open(sys.argv[2], "wb")', 'False'],
    ['as a stream in zip64', 'sys.stdout.buffer', 'True'],
  ])("is read as Python's zipfile writes it: %s", async (_name, target, zip64) => {
    const folder = mkdtempSync(join(tmpdir(), 'almanac-zip-'));
    const [csv, file] = [join(folder, 'a.csv'), join(folder, 'a.zip')];
    writeFileSync(csv, text);
    const program = `import sys, zipfile
with ${target} as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
  with z.open("a.csv", "w", force_zip64=${zip64}) as e: e.write(open(sys.argv[1], "rb").read())
  z.writestr("b.txt", "x")`;
    const streamed = execFileSync('python3', ['-c', program, csv, file]);
    expect(await read(streamed.length > 0 ? streamed : readFileSync(file))).toBe(text);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['no csv', plain({ 'a.txt': text }), 'ZIP_WITHOUT_CSV'],
    ['two csv files', plain({ 'a.csv': text, 'b.csv': text }), 'ZIP_WITH_SEVERAL_CSV'],
    ['its end missing', plain({ 'a.csv': text }).subarray(0, 200), 'ZIP_DAMAGED'],
    ['its end missing, streamed', streamedZip({ 'a.csv': text }).subarray(0, 200), 'ZIP_DAMAGED'],
    [
      'something else behind',
      Buffer.concat([plain({ 'a.csv': 'a' }).subarray(0, 36), Buffer.from('nothing of a zip')]),
      'ZIP_DAMAGED',
    ],
  ])('with %s is refused', async (_name, zip, code) => {
    await expect(read(zip)).rejects.toMatchObject({ code });
  });

  it.each([
    ['stored', plain({ 'a.csv': text }, 0), 60],
    ['packed', plain({ 'a.csv': text }), 60],
    ['streamed', streamedZip({ 'a.csv': text }), 60],
  ])('with a flipped bit is refused: %s', async (_name, zip, at) => {
    const flipped = Buffer.from(zip);
    flipped[at] = (flipped[at] ?? 0) ^ 0x10;
    await expect(read(flipped)).rejects.toMatchObject({ code: 'ZIP_DAMAGED' });
  });

  it('that is encrypted is refused', async () => {
    const zip = Buffer.from(plain({ 'a.csv': text }));
    zip.writeUInt16LE(1, 6);
    await expect(read(zip)).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT' });
  });
});
