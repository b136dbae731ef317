import { describeError } from '@almanac/kernel';
import { inCalls } from './entry-size.ts';
import type { BusEntry, EntryResult, EventBusPort } from './ports.ts';

/** Tries for each entry, the first included. */
export const MAX_TRIES = 4;
const BASE_MS = 100;
const MAX_PAUSE_MS = 2_000;

export interface SendDeps {
  readonly bus: EventBusPort;
  /** Evenly distributed in [0, 1). */
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** An entry that the bus took. */
export interface SentEntry {
  readonly entry: BusEntry;
  readonly eventId: string;
}

/** An entry that the bus still did not take at the last try. */
export interface RefusedEntry {
  readonly entry: BusEntry;
  readonly code: string;
  readonly message: string;
}

/**
 * Sends entries, call by call in their order. What a call does not take is tried again without what it took, at most
 * `MAX_TRIES` times in all, after a random pause below a bound that doubles ("full jitter": AWS Architecture Blog,
 * "Exponential Backoff And Jitter").
 */
export async function sendEntries(
  deps: SendDeps,
  entries: readonly BusEntry[],
): Promise<{ sent: SentEntry[]; refused: RefusedEntry[] }> {
  const sent: SentEntry[] = [];
  const refused: RefusedEntry[] = [];
  for (const call of inCalls(entries)) refused.push(...(await sendCall(deps, call, sent)));
  return { sent, refused };
}

/** @returns what stays behind; what arrives is added to `sent` */
async function sendCall(deps: SendDeps, call: readonly BusEntry[], sent: SentEntry[]): Promise<RefusedEntry[]> {
  let refused = await trySending(deps.bus, call, sent);
  for (let tries = 1; tries < MAX_TRIES && refused.length > 0; tries++) {
    await deps.wait(deps.random() * Math.min(MAX_PAUSE_MS, BASE_MS * 2 ** (tries - 1)));
    refused = await trySending(
      deps.bus,
      refused.map(({ entry }) => entry),
      sent,
    );
  }
  return refused;
}

/** One call. @returns what it does not take; what arrives is added to `sent` */
export async function trySending(
  bus: EventBusPort,
  call: readonly BusEntry[],
  sent: SentEntry[],
): Promise<RefusedEntry[]> {
  const results = await resultsOf(bus, call);
  const refused: RefusedEntry[] = [];
  call.forEach((entry, i) => {
    const result = results[i] ?? { ok: false, code: 'NO_RESULT', message: 'EventBridge did not say what became of it' };
    if (result.ok) sent.push({ entry, eventId: result.eventId });
    else refused.push({ entry, code: result.code, message: result.message });
  });
  return refused;
}

/** A call that fails as a whole says of each of its entries that it failed. */
async function resultsOf(bus: EventBusPort, call: readonly BusEntry[]): Promise<readonly EntryResult[]> {
  try {
    return await bus.put(call);
  } catch (error) {
    const { code, message } = describeError(error);
    return call.map(() => ({ ok: false, code, message }));
  }
}
