import type { Problem } from '@almanac/contracts';
import type { eventBridgeForm } from './envelope.ts';

/** What came of asking for the sole right to do something. `lease` names the right that was given. */
export type Claim =
  | { readonly state: 'claimed'; readonly lease: string }
  | { readonly state: 'done' }
  | { readonly state: 'busy' };

/**
 * Who may do something that should happen once. A claim is a lease: whoever has it and dies loses it when its time is
 * over, and the next one does the thing again.
 */
export interface Claims<Key> {
  claim(key: Key, leaseMs: number): Promise<Claim>;
  /** Records that the thing was done: from now on nobody gets the claim. */
  done(key: Key): Promise<void>;
  /** Gives a claim back unused; nothing where it is another's by now. */
  release(key: Key, lease: string): Promise<void>;
}

/** One event at one consumer. */
export interface HandledKey {
  /** The function's folder name. */
  readonly consumer: string;
  /** The same fact published again carries the same id, and may carry another time. */
  readonly id: string;
  /** Where an event is handled in parts, which one. */
  readonly part?: string;
}

/** Which events each consumer has handled. */
export interface HandledEvents extends Claims<HandledKey> {
  /** Forgets that a consumer has handled events, with all of their parts, so that a replay has it handle them again. @returns how many records */
  clear(consumer: string, ids: readonly string[]): Promise<number>;
}

/** An event that a consumer could not take, and why. */
export interface QuarantineRecord {
  readonly consumer: string;
  readonly event: ReturnType<typeof eventBridgeForm>;
  readonly errors: readonly Problem[];
  /** ISO 8601, UTC. */
  readonly quarantinedAt: string;
}

/** Where events wait that violate their contract, until a person has looked at them. */
export interface Quarantine {
  put(record: QuarantineRecord): Promise<void>;
}
