import type { BusEntry, EntryResult, EventBusPort, EventMetrics, Outbox } from './ports.ts';

/**
 * What a bus does with one call: takes it all, refuses the entries at these places, throws before or after taking it.
 * `dies` is a process that ends before or after the call: its caller never hears of it.
 */
export type BusBehaviour =
  | 'takes'
  | { readonly refuses: readonly number[] }
  | 'throws'
  | 'takes and throws'
  | 'dies'
  | 'takes and dies';

/** What never comes to an end. */
const never = () => new Promise<never>(() => undefined);

/** A bus in memory that does as it is told, call by call, and takes everything afterwards. */
export class FakeEventBus implements EventBusPort {
  /** Every entry that arrived, repeats included. */
  readonly arrived: BusEntry[] = [];
  /** Entries of every call. */
  readonly calls: (readonly BusEntry[])[] = [];
  /** Called where the process dies. */
  onDeath: () => void = () => undefined;
  readonly #behaviours: BusBehaviour[];

  constructor(behaviours: readonly BusBehaviour[] = []) {
    this.#behaviours = [...behaviours];
  }

  async put(entries: readonly BusEntry[]): Promise<readonly EntryResult[]> {
    const behaviour = this.#behaviours.shift() ?? 'takes';
    this.calls.push(entries);
    if (behaviour === 'throws') throw new Error('connect ECONNREFUSED');
    if (behaviour === 'dies') return this.#die();
    const refuses = typeof behaviour === 'object' ? behaviour.refuses : [];
    const results = entries.map((entry, i): EntryResult => {
      if (refuses.includes(i)) return { ok: false, code: 'ThrottlingException', message: 'Rate exceeded' };
      this.arrived.push(entry);
      return { ok: true, eventId: `event-${this.arrived.length}` };
    });
    if (behaviour === 'takes and throws') throw new Error('socket hang up');
    return behaviour === 'takes and dies' ? this.#die() : results;
  }

  #die(): Promise<never> {
    this.onDeath();
    return never();
  }
}

export type OutboxBehaviour = 'keeps' | 'throws' | 'dies' | 'keeps and dies';

/** An outbox in memory that does as it is told, message by message, and keeps everything afterwards. */
export class FakeOutbox implements Outbox {
  readonly kept: BusEntry[] = [];
  /** Called where the process dies. */
  onDeath: () => void = () => undefined;
  readonly #behaviours: OutboxBehaviour[];

  constructor(behaviours: readonly OutboxBehaviour[] = []) {
    this.#behaviours = [...behaviours];
  }

  async put(entry: BusEntry): Promise<void> {
    const behaviour = this.#behaviours.shift() ?? 'keeps';
    if (behaviour === 'throws') throw new Error('queue unreachable');
    if (behaviour !== 'dies') this.kept.push(entry);
    if (behaviour === 'keeps') return;
    this.onDeath();
    await never();
  }
}

export class FakeEventMetrics implements EventMetrics {
  readonly counts: Record<string, number> = {};

  published(detailType: string, count: number): void {
    this.#add(`${detailType} published`, count);
  }

  toOutbox(detailType: string, count: number): void {
    this.#add(`${detailType} to outbox`, count);
  }

  #add(name: string, count: number): void {
    this.counts[name] = (this.counts[name] ?? 0) + count;
  }
}
