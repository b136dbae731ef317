import type { EventEnvelope } from '../envelope.ts';
import { eventBridgeForm } from '../envelope.ts';
import type { ArchiveReplay, ArchiveReplayState, AuditCopy, EventArchive, ReplayTarget } from './ports.ts';

/** An audit copy in memory, which keeps each call's events in an object of their own. */
export class FakeAuditCopy implements AuditCopy {
  readonly objects = new Map<string, string[]>();
  /** Keys that were read, in their order. */
  readonly read: string[] = [];

  add(bus: string, ...events: readonly EventEnvelope[]): void {
    for (const event of events) {
      const hour = event.time.slice(0, 13);
      this.objects.set(`${bus}/${hour}/${`${this.objects.size}`.padStart(6, '0')}`, [
        JSON.stringify(eventBridgeForm(event)),
      ]);
    }
  }

  async keys(bus: string, hour: string): Promise<string[]> {
    return [...this.objects.keys()].filter((key) => key.startsWith(`${bus}/${hour}/`)).sort();
  }

  async lines(key: string): Promise<string[]> {
    this.read.push(key);
    return this.objects.get(key) ?? [];
  }
}

/** A target in memory; `fails` says how often in a row each event, by its id, does not arrive. */
export class FakeReplayTarget implements ReplayTarget {
  readonly received: EventEnvelope[] = [];
  readonly #fails: Map<string, number>;

  constructor(fails: Readonly<Record<string, number>> = {}) {
    this.#fails = new Map(Object.entries(fails));
  }

  async send(event: EventEnvelope): Promise<void> {
    const fails = this.#fails.get(event.id) ?? 0;
    this.#fails.set(event.id, fails - 1);
    if (fails > 0) throw new Error('target unreachable');
    this.received.push(event);
  }
}

/** An archive whose replays go through the given states, one a look. */
export class FakeArchive implements EventArchive {
  readonly started: ArchiveReplay[] = [];
  readonly #states: ArchiveReplayState[];
  readonly #active: number;

  constructor(states: readonly ArchiveReplayState[], active = 0) {
    this.#states = [...states];
    this.#active = active;
  }

  async active(): Promise<number> {
    return this.#active;
  }

  async start(replay: ArchiveReplay): Promise<void> {
    this.started.push(replay);
  }

  async describe(): Promise<ArchiveReplayState> {
    return this.#states.shift() ?? { state: 'COMPLETED' };
  }
}
