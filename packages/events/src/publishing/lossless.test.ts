import { fileDownloadStarted } from '@almanac/contracts';
import { AlmanacError, fixedClock } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { eventPublisher } from './event-publisher.ts';
import { type BusBehaviour, FakeEventBus, FakeEventMetrics, FakeOutbox, type OutboxBehaviour } from './fakes.ts';
import { resendEntry } from './resend-entry.ts';
import { MAX_TRIES } from './send-entries.ts';

const events = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    contract: fileDownloadStarted,
    detail: { fileId: `file-${n}`, timestamp: n },
    about: { id: `id-${n}`, correlationId: 'c' },
  }));

const refuses = fc
  .uniqueArray(fc.nat(9), { minLength: 1, maxLength: 10 })
  .map((places): BusBehaviour => ({ refuses: places }));
const faults = fc.oneof(
  { weight: 3, arbitrary: refuses },
  fc.constantFrom<BusBehaviour>('takes', 'throws', 'takes and throws', 'dies', 'takes and dies'),
);
const outboxFaults = fc.constantFrom<OutboxBehaviour>('keeps', 'throws', 'dies', 'keeps and dies');

/** Publishes over and over as a caller does that crashes or is told of an error, until it is told that all is well. */
async function publishUntilDone(count: number, bus: FakeEventBus, outbox: FakeOutbox) {
  const runs: { calls: number; pauses: number[] }[] = [];
  for (;;) {
    const before = bus.calls.length;
    const pauses: number[] = [];
    const deps = {
      ...{ bus, outbox, metrics: new FakeEventMetrics(), clock: fixedClock('2026-11-24T10:00:00Z') },
      ...{ newId: () => 'never', producer: 'p', traceHeader: () => undefined },
      random: () => 0.999,
      wait: async (ms: number) => pauses.push(ms),
    };
    const died = new Promise<'died'>((resolve) => {
      bus.onDeath = outbox.onDeath = () => resolve('died');
    });
    const done = eventPublisher(deps)
      .publishAll(events(count))
      .catch((error) => error);
    const outcome = await Promise.race([done, died]);
    runs.push({ calls: bus.calls.length - before, pauses });
    if (outcome === 'died') continue;
    if (!(outcome instanceof AlmanacError)) return { runs, published: outcome as Awaited<typeof done> };
    expect(outcome.code).toBe('EVENTS_NOT_KEPT');
  }
}

const idsOf = (entries: readonly { id: string }[]) => entries.map(({ id }) => id);

describe('publishing', () => {
  it('loses nothing, whatever fails and wherever the process dies', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 35 }),
        fc.array(faults, { maxLength: 30 }),
        fc.array(outboxFaults, { maxLength: 20 }),
        async (count, busFaults, keepFaults) => {
          const bus = new FakeEventBus(busFaults);
          const outbox = new FakeOutbox(keepFaults);
          const { runs, published } = await publishUntilDone(count, bus, outbox);
          for (const { id, outcome } of published) {
            expect(idsOf(outcome === 'sent' ? bus.arrived : outbox.kept)).toContain(id);
          }
          // Tries are bounded, and so are the pauses between them.
          const calls = Math.ceil(count / 10);
          for (const run of runs) {
            expect(run.calls).toBeLessThanOrEqual(calls * MAX_TRIES);
            expect(run.pauses.length).toBeLessThanOrEqual(calls * (MAX_TRIES - 1));
            expect(Math.max(0, ...run.pauses)).toBeLessThan(400);
          }
          const resend = resendEntry({ bus: new FakeEventBus(), metrics: new FakeEventMetrics() });
          for (const entry of outbox.kept) await resend(entry);
          const everywhere = new Set([...idsOf(bus.arrived), ...idsOf(outbox.kept)]);
          expect(everywhere.size).toBe(count);
        },
      ),
    );
  });

  it('sends nothing twice unless a call left open whether it had arrived', async () => {
    const clear = fc.oneof(refuses, fc.constantFrom<BusBehaviour>('takes', 'throws'));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 35 }),
        fc.array(clear, { maxLength: 30 }),
        async (count, busFaults) => {
          const bus = new FakeEventBus(busFaults);
          const outbox = new FakeOutbox();
          await publishUntilDone(count, bus, outbox);
          const all = [...idsOf(bus.arrived), ...idsOf(outbox.kept)];
          expect(all).toHaveLength(count);
          expect(new Set(all).size).toBe(count);
        },
      ),
    );
  });

  it('repeats a call that threw as it was, so that an entry that had arrived is known by its id', async () => {
    const bus = new FakeEventBus(['takes and throws']);
    await publishUntilDone(3, bus, new FakeOutbox());
    expect(idsOf(bus.arrived)).toEqual(['id-0', 'id-1', 'id-2', 'id-0', 'id-1', 'id-2']);
    expect(bus.arrived.slice(3)).toEqual(bus.arrived.slice(0, 3));
  });
});
