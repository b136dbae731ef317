import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from '@jest/globals';
import { eventDetail } from './event-detail.ts';

const folder = mkdtempSync(join(tmpdir(), 'almanac-detail-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (text: string): string => {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, text);
  return path;
};
const none = Readable.from([]);

describe('the detail of an event', () => {
  it('comes from the command line, a file or standard input', async () => {
    expect(await eventDetail(' {"a":1}', none)).toEqual({ a: 1 });
    expect(await eventDetail(file('{"a":2}'), none)).toEqual({ a: 2 });
    expect(await eventDetail(`@${file('{"a":2}')}`, none)).toEqual({ a: 2 });
    expect(await eventDetail('-', Readable.from(['{"a"', ':3}']))).toEqual({ a: 3 });
  });

  it('leaves the metadata of an event that was shown to the publisher', async () => {
    expect(await eventDetail('{"a":1,"metadata":{"id":"x"}}', none)).toEqual({ a: 1 });
  });

  it.each([
    [() => '{"a":', '--detail is not JSON: '],
    [() => file('[1]'), 'holds no object'],
    [() => '-', 'Standard input is not JSON: '],
    [() => folder, 'is no file'],
    [() => 'no-such-file.json', 'There is no file no-such-file.json'],
  ])('is refused with a reason', async (given, reason) => {
    await expect(eventDetail(given(), none)).rejects.toMatchObject({
      code: 'BAD_DETAIL',
      message: expect.stringContaining(reason),
    });
  });
});
