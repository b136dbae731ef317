import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joined } from './joined.ts';

async function* chunksOf(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

it('gives the same bytes, and none but the last chunk too small', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 20 })), fc.nat({ max: 50 }), async (chunks, minBytes) => {
      const given: Uint8Array[] = [];
      for await (const chunk of joined(minBytes, chunksOf(chunks))) given.push(chunk);
      expect(Buffer.concat(given)).toEqual(Buffer.concat(chunks));
      expect(given.slice(0, -1).every(({ length }) => length >= minBytes)).toBe(true);
    }),
  );
});

it('leaves a large chunk as it is', async () => {
  const large = new Uint8Array(10);
  for await (const chunk of joined(10, chunksOf([large]))) expect(chunk).toBe(large);
});
