import type { Clock } from '@almanac/kernel';
import type { Claim, Claims, HandledEvents, HandledKey } from './ports.ts';

interface Held<Key> {
  readonly key: Key;
  readonly lease: string;
  readonly until: number;
  readonly isDone: boolean;
}

/** Claims in memory; what they are on is told apart by `textOf`. */
export class MemoryClaims<Key> implements Claims<Key> {
  protected readonly held = new Map<string, Held<Key>>();
  readonly #clock: Clock;
  readonly #textOf: (key: Key) => string;
  #leases = 0;

  constructor(clock: Clock, textOf: (key: Key) => string) {
    this.#clock = clock;
    this.#textOf = textOf;
  }

  async claim(key: Key, leaseMs: number): Promise<Claim> {
    const now = this.#clock.now().getTime();
    const held = this.held.get(this.#textOf(key));
    if (held?.isDone) return { state: 'done' };
    if (held && held.until > now) return { state: 'busy' };
    this.#leases += 1;
    const lease = `lease-${this.#leases}`;
    this.held.set(this.#textOf(key), { key, lease, until: now + leaseMs, isDone: false });
    return { state: 'claimed', lease };
  }

  async done(key: Key): Promise<void> {
    this.held.set(this.#textOf(key), { key, lease: '', until: 0, isDone: true });
  }

  async release(key: Key, lease: string): Promise<void> {
    if (this.held.get(this.#textOf(key))?.lease === lease) this.held.delete(this.#textOf(key));
  }
}

export class MemoryHandledEvents extends MemoryClaims<HandledKey> implements HandledEvents {
  constructor(clock: Clock) {
    super(clock, ({ consumer, id, part }) => JSON.stringify([consumer, id, part]));
  }

  async clear(consumer: string, ids: readonly string[]): Promise<number> {
    const found = [...this.held].filter(([, { key }]) => key.consumer === consumer && ids.includes(key.id));
    for (const [text] of found) this.held.delete(text);
    return found.length;
  }
}
