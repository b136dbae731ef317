import { Decimal, fixedClock, stableId } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanUp } from './clean-up.ts';
import {
  FakeAlerts,
  FakeCatalog,
  FakeCostEvents,
  FakeCurated,
  FakeDailyCosts,
  FakeLanding,
  FakeLandingQueue,
  FakePublishQueue,
} from './fakes.ts';
import { ingestObject, withdrawObject } from './ingest-object.ts';
import { MemoryLedger } from './memory-ledger.ts';
import type { ObjectDeletion, ObjectVersion } from './object-version.ts';
import type { CuratedStore, DailyCostStore } from './ports.ts';
import { publishPeriod } from './publish-period.ts';
import { reportSlug } from './report-name.ts';
import { DEFAULT_READ_LIMITS } from './report-reader.ts';
import { DEFAULT_ROW_BUDGET } from './write-difference.ts';

const RUNS = process.env.TEST_FULL ? 10_000 : 100;
const KEYS = ['0/a.csv', 'a.csv', 'b.csv', 'x/a.csv'];
/** What `shadow_report_prefixes` may say: uploads with the smallest and the greatest key, and reports that AWS delivers. */
const SHADOWS = [[], ['0/'], ['x/', 'p/over'], ['0/', 'x/', 'p/beside']] as const;

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

const PERIOD = '2024-01';
/** Reports that AWS delivers: one beside the old delivery, in a folder of its own, the other over it. */
const REPORTS = { beside: 'p/beside', over: 'p/over' } as const;

interface Upload {
  readonly key: string;
  readonly content: number | 'delete';
}

interface Delivery {
  readonly report: keyof typeof REPORTS;
  /** Contents of its parts. */
  readonly parts: readonly number[];
  readonly manifest: 'first' | 'last';
  /** Whether its last part, or its manifest once more, comes when everything else has. */
  readonly atTheEnd: 'nothing' | 'last part' | 'manifest again';
}

/** Somebody has the latest manifest of a report taken in again. */
interface Again {
  readonly again: keyof typeof REPORTS;
}

type Step = Upload | Delivery | Again;
/** One change of the bucket, or of what is known of it. */
type Change = { readonly key: string; readonly text: string | undefined; readonly isAgain?: boolean };

/** The changes of the bucket that steps stand for, in their order. */
function changesOf(steps: readonly Step[]): Change[] {
  const late: Change[] = [];
  const manifests = new Map<string, Change>();
  const changes = steps.flatMap((step, index): Change[] => {
    if ('again' in step) {
      const latest = manifests.get(step.again);
      return latest ? [{ ...latest, isAgain: true }] : [];
    }
    if ('key' in step) return [{ key: step.key, text: step.content === 'delete' ? undefined : textOf(step.content) }];
    const name = step.report;
    const period = `${REPORTS[name]}/20240101-20240201`;
    const folder = name === 'beside' ? `${period}/assembly-${index}` : period;
    const parts = step.parts.map((content, part) => ({
      key: `${folder}/${name}-${part + 1}.csv`,
      text: textOf(content),
    }));
    const reportKeys = parts.map(({ key }) => key);
    const manifest = {
      key: `${folder}/${name}-Manifest.json`,
      text: JSON.stringify({ assemblyId: `${index}`, reportKeys }),
    };
    manifests.set(name, manifest);
    if (step.atTheEnd === 'last part') late.push(...parts.splice(-1));
    if (step.atTheEnd === 'manifest again') late.push(manifest);
    return step.manifest === 'first' ? [manifest, ...parts] : [...parts, manifest];
  });
  return [...changes, ...late];
}

const textOf = (content: number): string => csv(CONTENTS[content] ?? []);
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
  readonly landingQueue = new FakeLandingQueue();
  readonly queue = new FakePublishQueue();
  readonly alerts = new FakeAlerts();
  readonly events = new FakeCostEvents();
  readonly ledger = new MemoryLedger();
  readonly #chance: () => number;
  readonly #crashRate: number;
  readonly #rowBudget: number;
  #crashesLeft = 40;
  shadowReportPrefixes: readonly string[] = [];

  constructor(chance: () => number, crashRate: number, rowBudget: number) {
    this.#chance = chance;
    this.#crashRate = crashRate;
    this.#rowBudget = rowBudget;
  }

  /** From now on nothing dies. */
  letLive(): void {
    this.#crashesLeft = 0;
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
    const { saveAggregates, days, loadAggregates } = this.#mortal(this.curated);
    return { openPart: this.curated.openPart.bind(this.curated), saveAggregates, days, loadAggregates };
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

  perform({ key, text, isAgain }: Change): Message {
    if (isAgain) return { kind: 'created', version: this.landing.takeAgain(key) };
    if (text !== undefined) return { kind: 'created', version: this.landing.upload(key, text) };
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
      curated: this.#mortalCurated(),
      ledger: this.#mortal(this.ledger.objectSide),
      deliveries: this.#mortal(this.ledger.deliverySide),
      landingQueue: this.#mortal(this.landingQueue),
      queue: this.#mortal(this.queue),
      clock: fixedClock('2024-03-01T00:00:00Z'),
      limits: DEFAULT_READ_LIMITS,
    };
    const attempt = { messageId: 'm', number: 1, signal: new AbortController().signal };
    if (message.kind === 'created') await ingestObject(deps)(message.version, attempt);
    else await withdrawObject(deps)(message.deletion, { isPermanent: message.isPermanent }, attempt);
  }

  /** A function may run out of time at any look at the clock. */
  #shortLife(): AbortSignal {
    const isOver = () => this.#chance() < this.#crashRate;
    return Object.defineProperty(new AbortController().signal, 'aborted', { get: isOver });
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
      queue: this.#mortal(this.queue),
      alerts: this.#mortal(this.alerts),
      events: this.#mortal(this.events),
      clock: fixedClock('2024-03-01T00:00:00Z'),
      shadowReportPrefixes: this.shadowReportPrefixes,
      rowBudget: this.#rowBudget,
    })(request, { correlationId: 'correlation', signal: this.#shortLife() });
    this.queue.requests.splice(at, 1);
  }

  /** Cleans up when everything is old. */
  async cleanUp() {
    const deps = {
      ...{ ledger: this.ledger.cleaningSide, publications: this.#mortal(this.ledger.publicationSide) },
      ...{ curated: this.curated, catalog: this.catalog, queue: this.#mortal(this.queue) },
      ...{ clock: fixedClock('9000-01-01T00:00:00Z'), retentionDays: 1 },
      shadowReportPrefixes: this.shadowReportPrefixes,
    };
    return cleanUp(deps)({ correlationId: 'cleanup', signal: new AbortController().signal });
  }

  /** Deliveries of which something is left in the lake although the ledger will never ask for them. */
  useless(): string[] {
    const files = [...this.curated.parts.keys()].map((name) => name.slice(0, name.lastIndexOf('/')));
    return [...new Set([...files, ...this.catalog.partitions])].filter((name) => {
      const [report = '', billingPeriod = '', id = ''] = name.split('/');
      const period = `${report}#${billingPeriod}`;
      const newest = this.ledger.newest.get(period)?.target.deliveryId;
      const held = this.ledger.headRecord(report)?.version.id;
      return ![held, newest, this.ledger.periods.get(period)?.live?.deliveryId].includes(id);
    });
  }

  /** The rows that count, and the periods of reports that are kept out of them. */
  books(): Books {
    const rows = [...this.dailyCosts.rows].map(
      ([key, row]) => `${key} ${row.unblendedCost} ${row.amortizedCost} ${row.lineItems}`,
    );
    return { rows: rows.sort(), shadows: [...this.catalog.shadows.keys()].sort() };
  }
}

interface Books {
  readonly rows: string[];
  readonly shadows: string[];
}

/**
 * What should stand in the end, by the changes and the last value of the variable alone: copies are looked for among what
 * counts, and among what does not.
 */
function expectedBooks(changes: readonly Change[], prefixes: readonly string[]): Books {
  const startsSo = (key: string) => prefixes.some((prefix) => key.startsWith(prefix));
  const counting = contributions(changes, (key) => !startsSo(key));
  const shadows = contributions(changes, startsSo).flatMap(({ report, periods }) =>
    periods.map((period) => `${report}/${period}`),
  );
  return { rows: counting.flatMap(({ rows }) => rows).sort(), shadows: shadows.sort() };
}

/**
 * What reports of a kind contribute. Of each scheduled report the delivery with the latest manifest of those that are whole;
 * of uploads the last content of each key, equal contents once under the smallest key, and not at all where a delivery
 * has them.
 */
function contributions(changes: readonly Change[], isOfKind: (key: string) => boolean) {
  const found: { report: string; periods: string[]; rows: string[] }[] = [];
  const taken = new Set<string>();
  for (const [name, root] of Object.entries(REPORTS).filter(([, root]) => isOfKind(root))) {
    const texts = wholeDeliveries(changes, `${name}-Manifest.json`).at(-1);
    if (!texts) continue;
    for (const text of texts) taken.add(text);
    found.push({ report: reportSlug(root), periods: [PERIOD], rows: deliveredRows(reportSlug(root), texts) });
  }
  const uploads = new Map(changes.filter(({ key }) => KEYS.includes(key)).map(({ key, text }) => [key, text]));
  for (const [key, text] of [...uploads].filter(([key]) => isOfKind(key)).sort()) {
    if (text === undefined || taken.has(text)) continue;
    taken.add(text);
    const costs = rowsOf(text);
    const rows = costs.map(([period, day, cost]) => rowOf(day, reportSlug(key), period, cost, 1));
    found.push({ report: reportSlug(key), periods: costs.map(([period]) => period), rows });
  }
  return found;
}

function deliveredRows(report: string, texts: readonly string[]): string[] {
  const sums = new Map<string, { cost: Decimal; count: number }>();
  for (const [, day, cost] of texts.flatMap(rowsOf)) {
    const sum = sums.get(day) ?? { cost: Decimal.ZERO, count: 0 };
    sums.set(day, { cost: sum.cost.plus(Decimal.parse(cost)), count: sum.count + 1 });
  }
  return [...sums].map(([day, { cost, count }]) => rowOf(day, report, PERIOD, `${cost}`, count));
}

/** Contents of the parts of each delivery that is whole in the end, in the order of their manifests. */
const wholeDeliveries = (changes: readonly Change[], manifestName: string): string[][] =>
  changes.flatMap(({ key, text = '' }, at) => {
    if (!key.endsWith(manifestName)) return [];
    const parts = (JSON.parse(text) as { reportKeys: string[] }).reportKeys.map((part) => {
      const versions = changes.map((change, time) => ({ ...change, time })).filter((change) => change.key === part);
      return (versions.filter(({ time }) => time < at).at(-1) ?? versions[0])?.text;
    });
    return parts.includes(undefined) ? [] : [parts as string[]];
  });

const rowsOf = (text: string): [period: string, day: string, cost: string][] =>
  text
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([, , period = '', day = '', cost = '']) => [period.slice(0, 7), day.slice(0, 10), cost]);

const rowOf = (day: string, report: string, period: string, cost: string, count: number): string =>
  `${day}|${report}#${period}#000123456789#AmazonEC2#global#Usage#USD ${cost} ${cost} ${count}`;

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

const content = fc.nat(CONTENTS.length - 1);
const upload: fc.Arbitrary<Upload> = fc.record({
  key: fc.constantFrom(...KEYS),
  content: fc.oneof({ weight: 4, arbitrary: content }, { weight: 1, arbitrary: fc.constant('delete' as const) }),
});
const delivery: fc.Arbitrary<Delivery> = fc.record({
  report: fc.constantFrom('beside' as const, 'over' as const),
  parts: fc.array(content, { minLength: 1, maxLength: 3 }),
  manifest: fc.constantFrom('last' as const, 'first' as const),
  atTheEnd: fc.constantFrom('nothing' as const, 'last part' as const, 'manifest again' as const),
});
const again: fc.Arbitrary<Again> = fc.record({ again: fc.constantFrom('beside' as const, 'over' as const) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: upload },
  { weight: 2, arbitrary: delivery },
  { weight: 1, arbitrary: again },
);

describe('any interleaving of uploads, deliveries, deletions, repeats, deliveries taken in again, changes of what is a shadow, reorderings and crashes', () => {
  it('ends in the cost_daily of the final state, each publication told once, and a lake with nothing else in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 8 }),
        fc.array(fc.constantFrom(...SHADOWS), { maxLength: 3 }),
        fc.nat(),
        fc.constantFrom(0, 0.05, 0.2),
        fc.constantFrom(1, 3, DEFAULT_ROW_BUDGET),
        async (steps, shadows, seed, crashRate, rowBudget) => {
          const chance = random(seed);
          const world = new World(chance, crashRate, rowBudget);
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
          const changes = changesOf(steps);
          const todo = [...changes];
          const variables = [...shadows];
          world.shadowReportPrefixes = variables.shift() ?? [];
          while (
            todo.length + waiting.length + world.landingQueue.sent.length + world.queue.requests.length > 0 ||
            variables.length > 0
          ) {
            if (chance() < 0.1) world.shadowReportPrefixes = variables.shift() ?? world.shadowReportPrefixes;
            waiting.push(
              ...world.landingQueue.sent.splice(0).map((version) => ({ kind: 'created', version }) as const),
            );
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
          if (shadows.length > 1) {
            while (!(await survive(async () => void (await world.cleanUp()))));
            while (world.queue.requests.length > 0) await survive(() => world.publishNext());
          }
          expect(world.books()).toEqual(expectedBooks(changes, world.shadowReportPrefixes));
          world.letLive();
          expect(await world.cleanUp()).toMatchObject({ finished: true, failures: [], requested: 0 });
          expect(world.useless()).toEqual([]);
          for (const period of world.ledger.periods.values()) {
            const { deliveryId, parts } = period.live ?? { deliveryId: '', parts: 0 };
            for (let part = 1; part <= parts; part++) {
              await world.curated.days({ ...period, deliveryId }, part);
            }
          }
          if (crashRate === 0) {
            const ids = world.alerts.sent.filter(({ type }) => type === 'published').map(({ id }) => id);
            expect(new Set(ids).size).toBe(ids.length);
            expect(world.events.published).toHaveLength(ids.length);
          }
          const warned = new Set(world.alerts.sent.filter(({ type }) => type === 'duplicate').map(({ id }) => id));
          for (const [id, { status }] of world.ledger.objects) if (status === 'duplicate') expect(warned).toContain(id);
          const live = [...world.catalog.live.values(), ...world.catalog.shadows.values()];
          for (const [id, { version, status, partOf }] of world.ledger.objects) {
            const counts = live.includes(partOf?.deliveryId ?? id);
            if (counts) expect([version.key, status]).toEqual([version.key, 'published']);
            else if (partOf) expect([version.key, status]).not.toEqual([version.key, 'published']);
          }
        },
      ),
      { numRuns: RUNS },
    );
  }, 3_600_000);
});
