import { AlmanacError } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entryBytes, MAX_EVENT_BYTES } from './entry-size.ts';
import { FakeEventBus, FakeEventMetrics } from './fakes.ts';
import { outboxBody, parseOutboxBody } from './outbox-message.ts';
import type { BusEntry } from './ports.ts';
import { resendEntry } from './resend-entry.ts';

const entry: BusEntry = {
  ...{ id: 'i', bus: 'media', source: 's', detailType: 'T', detail: '{"size":1}', time: '2026-11-24T10:00:00Z' },
};

describe('a message of the outbox', () => {
  it('comes back as it was, to the byte', () => {
    const details = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(details, fc.option(fc.string({ minLength: 1 }), { nil: undefined }), (detail, traceHeader) => {
        const whole = { ...entry, detail: JSON.stringify(detail), ...(traceHeader && { traceHeader }) };
        expect(parseOutboxBody(outboxBody(whole))).toEqual(whole);
      }),
    );
  });

  it('of the largest event fits into a queue', () => {
    const room = MAX_EVENT_BYTES - entryBytes({ ...entry, detail: '{"a":""}' });
    const largest = { ...entry, detail: JSON.stringify({ a: 'x'.repeat(room) }), traceHeader: 'x'.repeat(500) };
    expect(entryBytes(largest)).toBe(MAX_EVENT_BYTES);
    expect(Buffer.byteLength(outboxBody(largest))).toBeLessThan(262_144);
  });

  it.each(['', 'null', '[]', '{}', '{"id":"i","bus":"other"}', JSON.stringify({ ...entry, detail: '{}' })])(
    'is refused where it is none: %j',
    (body) => {
      expect(() => parseOutboxBody(body)).toThrow(AlmanacError);
      expect(() => parseOutboxBody(body)).toThrow('no event of the outbox');
    },
  );
});

describe('sending from the outbox', () => {
  const deps = (bus: FakeEventBus) => ({ bus, metrics: new FakeEventMetrics() });

  it('sends the event, and counts it', async () => {
    const all = deps(new FakeEventBus());
    expect(await resendEntry(all)(entry)).toEqual({ eventId: 'event-1' });
    expect(all.bus.arrived).toEqual([entry]);
    expect(all.metrics.counts).toEqual({ 'T published': 1 });
  });

  it('fails at once where the bus does not take it: the queue waits, and not the function', async () => {
    const bus = new FakeEventBus(['throws', { refuses: [0] }]);
    for (const reason of [/ECONN/, /Throttling/]) {
      const resending = resendEntry(deps(bus))(entry);
      await expect(resending).rejects.toMatchObject({ code: 'EVENT_REFUSED', message: expect.stringMatching(reason) });
    }
    expect(bus.calls).toHaveLength(2);
    expect(await resendEntry(deps(bus))(entry)).toEqual({ eventId: 'event-1' });
  });
});
