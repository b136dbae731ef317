import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entryBytes, inCalls, MAX_CALL_BYTES, MAX_ENTRIES, MAX_EVENT_BYTES } from './entry-size.ts';
import type { BusEntry } from './ports.ts';

const entry = (detail: string): BusEntry => ({
  ...{ id: 'i', bus: 'cost', source: 's', detailType: 'T', time: '2026-11-24T10:00:00Z' },
  detail,
});

describe('the size of entries', () => {
  it('is counted in bytes of UTF-8, with 14 for the time', () => {
    expect(entryBytes({ ...entry('{"a":"é€😀"}'), source: 'quelle', detailType: 'Tür' })).toBe(14 + 6 + 4 + 17);
  });

  it('keeps calls below the limits, with everything in its order and none smaller than need be', () => {
    const sizes = fc.array(
      fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 100_000, max: MAX_EVENT_BYTES - 16 })),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(sizes, (all) => {
        const entries = all.map((size) => entry('x'.repeat(size)));
        const calls = inCalls(entries);
        expect(calls.flat()).toEqual(entries);
        const bytes = calls.map((call) => call.reduce((sum, one) => sum + entryBytes(one), 0));
        calls.forEach((call, i) => {
          expect(call.length).toBeLessThanOrEqual(MAX_ENTRIES);
          expect(bytes[i]).toBeLessThanOrEqual(MAX_CALL_BYTES);
          const [next] = calls[i + 1] ?? [];
          if (next && call.length < MAX_ENTRIES)
            expect((bytes[i] ?? 0) + entryBytes(next)).toBeGreaterThan(MAX_CALL_BYTES);
        });
      }),
      { numRuns: 50 },
    );
  });
});
