import { fixedClock, stableId } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvReportReader } from './csv-report-reader.ts';
import {
  FakeAlerts,
  FakeCatalog,
  FakeCostEvents,
  FakeCurated,
  FakeDailyCosts,
  FakeLanding,
  FakePublishQueue,
} from './fakes.ts';
import { ingestObject, withdrawObject } from './ingest-object.ts';
import { MemoryLedger } from './memory-ledger.ts';
import type { ObjectDeletion, ObjectVersion } from './object-version.ts';
import type { CuratedStore, DailyCostStore } from './ports.ts';
import { publishPeriod } from './publish-period.ts';
import { reportSlug } from './report-name.ts';
import { DEFAULT_READ_LIMITS } from './report-reader.ts';

const RUNS = process.env.TEST_FULL ? 10_000 : 500;
const KEYS = ['a.csv', 'b.csv', 'c.csv'];

/** Few contents over few keys, so that equal bytes under several keys and shrinking uploads are common. */
const CONTENTS = [
  ['2024-01,2024-01-05,10.5'],
  ['2024-01,2024-01-05,7', '2024-02,2024-01-31,-0.000000000000000001'],
  ['2024-02,2024-02-01,3'],
  [],
] as const;

const csv = (rows: readonly string[]) =>
  [
    'lineItem/UsageAccountId,lineItem/ProductCode,bill/BillingPeriodStartDate,lineItem/UsageStartDate,lineItem/UnblendedCost',
    ...rows.map((row) => {
      const [period, day, cost] = row.split(',');
      return `000123456789,AmazonEC2,${period}-01T00:00:00Z,${day}T00:00:00Z,${cost}`;
    }),
  ].join('\n');

type Step = { key: string; content: number | 'delete' };
type Message =
  | { kind: 'created'; version: ObjectVersion }
  | { kind: 'deleted'; deletion: ObjectDeletion; isPermanent: boolean };

class Crash extends Error {}

/** A world whose ports may die before or after any call, as a killed function does. */
class World {
  readonly landing = new FakeLanding();
  readonly curated = new FakeCurated();
  readonly catalog = new FakeCatalog();
  readonly dailyCosts = new FakeDailyCosts();
  readonly queue = new FakePublishQueue();
  readonly alerts = new FakeAlerts();
  readonly events = new FakeCostEvents();
  readonly ledger = new MemoryLedger();
  readonly #chance: () => number;
  readonly #crashRate: number;
  #crashesLeft = 40;

  constructor(chance: () => number, crashRate: number) {
    this.#chance = chance;
    this.#crashRate = crashRate;
  }

  #maybeCrash(where: string): void {
    if (this.#crashesLeft === 0 || this.#chance() >= this.#crashRate) return;
    this.#crashesLeft -= 1;
    throw new Crash(where);
  }

  #mortal<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          this.#maybeCrash(`before ${String(name)}`);
          const result = await member.apply(target, args);
          this.#maybeCrash(`after ${String(name)}`);
          return result;
        };
      },
    });
  }

  /** Opening a part is no call that can be lost: it begins with the first write. */
  #mortalCurated(): CuratedStore {
    const { saveAggregates, loadAggregates } = this.#mortal(this.curated);
    return { openPart: this.curated.openPart.bind(this.curated), saveAggregates, loadAggregates };
  }

  /** A function can die between any two rows. */
  #rowByRow(): DailyCostStore {
    const store = this.#mortal(this.dailyCosts);
    return {
      write: async (report, rows) => {
        for (const row of rows) await store.write(report, [row]);
      },
      remove: async (report, rows) => {
        for (const row of rows) await store.remove(report, [row]);
      },
    };
  }

  perform({ key, content }: Step): Message {
    if (content !== 'delete')
      return { kind: 'created', version: this.landing.upload(key, csv(CONTENTS[content] ?? [])) };
    this.landing.delete(key);
    const sequencer = this.landing.nextSequencer();
    const deletion = {
      id: stableId('deletion', key, sequencer),
      bucket: this.landing.bucket,
      key,
      report: reportSlug(key),
      sequencer,
      eventTime: '2024-03-01T00:00:00Z',
      eventId: `event-${sequencer}`,
    };
    return { kind: 'deleted', deletion, isPermanent: this.#chance() < 0.5 };
  }

  async handle(message: Message): Promise<void> {
    const deps = {
      landing: this.landing,
      reader: csvReportReader,
      curated: this.#mortalCurated(),
      ledger: this.#mortal(this.ledger.objectSide),
      queue: this.#mortal(this.queue),
      clock: fixedClock('2024-03-01T00:00:00Z'),
      limits: DEFAULT_READ_LIMITS,
    };
    const attempt = { messageId: 'm', number: 1, signal: new AbortController().signal };
    if (message.kind === 'created') await ingestObject(deps)(message.version, attempt);
    else await withdrawObject(deps)(message.deletion, { isPermanent: message.isPermanent }, attempt);
  }

  async publishNext(): Promise<void> {
    const at = Math.floor(this.#chance() * this.queue.requests.length);
    const request = this.queue.requests[at];
    if (!request) return;
    await publishPeriod({
      ledger: this.#mortal(this.ledger.publicationSide),
      curated: this.#mortalCurated(),
      catalog: this.#mortal(this.catalog),
      dailyCosts: this.#rowByRow(),
      alerts: this.#mortal(this.alerts),
      events: this.#mortal(this.events),
      clock: fixedClock('2024-03-01T00:00:00Z'),
    })(request, 'correlation');
    this.queue.requests.splice(at, 1);
  }

  rows(): string[] {
    return [...this.dailyCosts.rows]
      .map(([key, row]) => `${key} ${row.unblendedCost} ${row.amortizedCost} ${row.lineItems}`)
      .sort();
  }
}

/** What should stand in the end: the last content of each key, equal contents counted once under the smallest key. */
function expectedRows(steps: readonly Step[]): string[] {
  const last = new Map<string, number | 'delete'>();
  for (const { key, content } of steps) last.set(key, content);
  const counted = new Set<number>();
  const rows: string[] = [];
  for (const key of [...last.keys()].sort()) {
    const content = last.get(key);
    if (content === undefined || content === 'delete' || counted.has(content)) continue;
    counted.add(content);
    for (const row of CONTENTS[content] ?? []) {
      const [period, day, cost] = row.split(',');
      rows.push(`${day}|${key}#${period}#000123456789#AmazonEC2#global#Usage#USD ${cost} ${cost} 1`);
    }
  }
  return rows.sort();
}

/** Evenly spread numbers in [0, 1), the same for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const step = fc.record({
  key: fc.constantFrom(...KEYS),
  content: fc.oneof(
    { weight: 4, arbitrary: fc.nat(CONTENTS.length - 1) },
    { weight: 1, arbitrary: fc.constant('delete' as const) },
  ),
});

describe('any interleaving of uploads, deletions, repeats, reorderings and crashes', () => {
  it('ends in the cost_daily of the final state, with each publication told once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.constantFrom(0, 0.05, 0.2),
        async (steps, seed, crashRate) => {
          const chance = random(seed);
          const world = new World(chance, crashRate);
          const survive = async (work: () => Promise<void>) => {
            try {
              await work();
              return true;
            } catch (error) {
              if (!(error instanceof Crash)) throw error;
              return false;
            }
          };
          const waiting: Message[] = [];
          const todo = [...steps];
          while (todo.length > 0 || waiting.length > 0 || world.queue.requests.length > 0) {
            const choice = chance();
            const next = choice < 0.4 ? todo.shift() : undefined;
            if (next) {
              const message = world.perform(next);
              waiting.push(message, ...(chance() < 0.2 ? [message] : []));
            } else if (choice < 0.7 && waiting.length > 0) {
              const at = Math.floor(chance() * waiting.length);
              const message = waiting[at];
              if (message && (await survive(() => world.handle(message)))) waiting.splice(at, 1);
            } else {
              await survive(() => world.publishNext());
            }
          }
          expect(world.rows()).toEqual(expectedRows(steps));
          if (crashRate === 0) {
            const ids = world.alerts.sent.filter(({ type }) => type === 'published').map(({ id }) => id);
            expect(new Set(ids).size).toBe(ids.length);
            expect(world.events.published).toHaveLength(ids.length);
          }
          const warned = new Set(world.alerts.sent.filter(({ type }) => type === 'duplicate').map(({ id }) => id));
          for (const [id, { status }] of world.ledger.objects) if (status === 'duplicate') expect(warned).toContain(id);
          for (const deliveryId of world.catalog.live.values())
            expect(world.ledger.statusOf(deliveryId)).toBe('published');
        },
      ),
      { numRuns: RUNS },
    );
  }, 600_000);
});
