import { fileDownloadCompleted, fileDownloadFailed, fileDownloadStarted, fileMetadataReady } from '@almanac/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { consume, type Reaction } from '../consume.ts';
import type { EventEnvelope } from '../envelope.ts';
import {
  FakeIssues,
  FakeMediaAlerts,
  FakeNotifications,
  FakeQuarantine,
  FakeRetryRequests,
  MemoryClaims,
  MemoryDownloadCounts,
  MemoryHandledEvents,
  MemoryMediaFiles,
  MemoryRetries,
  SettableClock,
} from '../fakes.ts';
import { countDownloads, recount } from './analytics.ts';
import { type Download, outstanding, sumsByBucket, type Tally, withDownload } from './download-tallies.ts';
import { triageFailures } from './failure-triage.ts';
import { followFiles } from './file-status.ts';
import type { FileStatus } from './media-file.ts';
import { notifyOfFiles } from './notify.ts';
import { transientReason } from './transient-codes.ts';

const RUNS = process.env.TEST_FULL ? 20_000 : 300;
const RETRY_LIMIT = 2;
const START_MS = Date.parse('2026-11-24T23:59:57Z');
const LEASE_MS = 1000;

class Crash extends Error {}

/** The consumers over ports of which any call may be the last that a process makes, before or after it has its effect. */
class World {
  readonly clock = new SettableClock('2026-11-25T12:00:00Z');
  readonly handled = new MemoryHandledEvents(this.clock);
  readonly quarantine = new FakeQuarantine();
  readonly files = new MemoryMediaFiles();
  readonly sendings = new MemoryClaims(this.clock, (key: string) => key);
  readonly notifications = new FakeNotifications();
  readonly retries = new MemoryRetries();
  readonly retryRequests = new FakeRetryRequests();
  readonly alerts = new FakeMediaAlerts();
  readonly issues = new FakeIssues();
  readonly counts = new MemoryDownloadCounts();
  /** Calls until the process dies; it is dead when there are none left. */
  #callsLeft = Number.POSITIVE_INFINITY;

  readonly consumers: Record<string, readonly Reaction[]> = {
    'media-file-status': followFiles(this.#mortal(this.files)),
    'media-notify': notifyOfFiles({
      sendings: this.#mortal(this.sendings),
      notifications: this.#mortal(this.notifications),
    }),
    'media-failure-triage': triageFailures({
      retries: this.#mortal(this.retries),
      retryRequests: this.#mortal(this.retryRequests),
      alerts: this.#mortal(this.alerts),
      issues: this.#mortal(this.issues),
      sendings: this.#mortal(this.sendings),
      retryLimit: RETRY_LIMIT,
      retryBaseSeconds: 30,
    }),
    'media-analytics': countDownloads(this.#mortal(this.counts)),
  };

  #step(): void {
    this.#callsLeft -= 0.5;
    if (this.#callsLeft <= 0) throw new Crash();
  }

  #mortal<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          this.#step();
          const result = await member.apply(target, args);
          this.#step();
          return result;
        };
      },
    });
  }

  /** Delivers an event to a consumer whose process dies in the middle of its `diesAt`-th step, if it has as many. */
  async deliver(name: string, event: EventEnvelope, diesAt = Number.POSITIVE_INFINITY): Promise<'ended' | 'died'> {
    const accepts = this.consumers[name] ?? [];
    if (!accepts.some(({ contract }) => contract.name === event.detailType)) return 'ended';
    const { clock } = this;
    const deps = { handled: this.#mortal(this.handled), quarantine: this.#mortal(this.quarantine), clock };
    this.#callsLeft = diesAt / 2;
    this.clock.pass(LEASE_MS);
    try {
      await consume(deps, { name, accepts })(event, { remainingMs: LEASE_MS });
      return 'ended';
    } catch (error) {
      if (error instanceof Crash) return 'died';
      throw error;
    } finally {
      this.#callsLeft = Number.POSITIVE_INFINITY;
    }
  }

  async deliverAll(events: readonly EventEnvelope[]): Promise<void> {
    for (const event of events) for (const name of Object.keys(this.consumers)) await this.deliver(name, event);
  }

  rows() {
    return [...this.files.rows].map(([id, { file }]) => [id, file] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  sent() {
    const { notifications, retryRequests, alerts, issues, quarantine } = this;
    return [notifications.sent, retryRequests.sent, alerts.sent, issues.opened, quarantine.records];
  }

  state() {
    return structuredClone([this.rows(), this.counts.counters, ...this.sent()]);
  }
}

type Kind = 'metadata' | 'started' | 'completed' | 'failed';
interface Happening {
  readonly kind: Kind;
  readonly fileId: string;
  /** Seconds after the start: few, so that equal times are common, on both sides of midnight. */
  readonly second: number;
  readonly variant: number;
}

const CODES = ['TIMEOUT', 'HTTP_503', 'VIDEO_UNAVAILABLE', undefined];
const CHANNELS = ['mountaindays', 'seadays'];
const CONTENT_TYPES = ['video/mp4', 'audio/mp4'];
const CONTRACTS = {
  metadata: fileMetadataReady,
  started: fileDownloadStarted,
  completed: fileDownloadCompleted,
  failed: fileDownloadFailed,
} as const;

const sizeOf = (variant: number) => Number.MAX_SAFE_INTEGER - variant;

function detailOf({ kind, fileId, variant, second }: Happening): object {
  const timestamp = START_MS + second * 1000;
  const contentType = CONTENT_TYPES[variant % 2];
  if (kind === 'started') return { fileId, timestamp };
  if (kind === 'failed') return { fileId, timestamp, error: 'no', errorCode: CODES[variant % 4] };
  if (kind === 'completed') return { fileId, s3Key: `${fileId}-${variant}`, size: sizeOf(variant), contentType };
  return {
    ...fileMetadataReady.example,
    fileId,
    title: `title ${variant}`,
    authorUser: CHANNELS[variant % 2],
    contentType,
  };
}

const eventOf = (happening: Happening, index: number): EventEnvelope => ({
  ...{ id: `event-${index}`, source: CONTRACTS[happening.kind].source, detailType: CONTRACTS[happening.kind].name },
  time: new Date(START_MS + happening.second * 1000).toISOString(),
  ...{ region: 'us-east-1', account: '000000000000', resources: [] },
  detail: detailOf(happening),
});

/** The greater of two facts in the order of their times and ids. */
const orderOf = (happening: Happening, index: number) => `${happening.second} event-${index}`;
const newest = (happenings: readonly Happening[], fileId: string, kind: Kind) =>
  happenings
    .map((happening, index) => ({ ...happening, order: orderOf(happening, index) }))
    .filter((happening) => happening.fileId === fileId && happening.kind === kind)
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .at(-1);

function expectedStatus(happenings: readonly Happening[], fileId: string): FileStatus {
  const [completed, failed, started] = (['completed', 'failed', 'started'] as const).map((kind) =>
    newest(happenings, fileId, kind),
  );
  if (completed) return 'downloaded';
  if (failed && failed.second >= (started?.second ?? -1)) return 'failed';
  return started ? 'downloading' : 'metadata_ready';
}

/** Counts everything anew, with the metadata known from the first. */
const expectedCounters = (happenings: readonly Happening[]): Tally[] =>
  sumsByBucket(
    happenings.flatMap(({ kind, fileId, second, variant }) => {
      if (kind !== 'completed' && kind !== 'failed') return [];
      const metadata = newest(happenings, fileId, 'metadata');
      const ofFile = metadata && CONTENT_TYPES[metadata.variant % 2];
      const own = kind === 'completed' ? CONTENT_TYPES[variant % 2] : undefined;
      return {
        day: new Date(START_MS + second * 1000).toISOString().slice(0, 10),
        channel: (metadata && CHANNELS[metadata.variant % 2]) ?? 'unknown',
        contentType: own ?? ofFile ?? 'unknown',
        completed: kind === 'completed' ? 1 : 0,
        failed: kind === 'failed' ? 1 : 0,
        bytes: kind === 'completed' ? BigInt(sizeOf(variant)) : 0n,
      };
    }),
  );

const keysOf = (messages: readonly { key: string }[]) => messages.map(({ key }) => key);
const idsOf = (events: readonly EventEnvelope[]) => events.map(({ id }) => id);
const distinct = (values: readonly string[]) => [...new Set(values)].sort();

function expectSent(world: World, happenings: readonly Happening[], hasCrashed: boolean): void {
  const files = distinct(happenings.map(({ fileId }) => fileId));
  const notified = distinct(happenings.filter(({ kind }) => kind === 'completed').map(({ fileId }) => fileId));
  expect(distinct(world.notifications.sent.map(({ fileId }) => fileId))).toEqual(notified);
  expect(distinct(keysOf(world.notifications.sent))).toHaveLength(notified.length);
  const failures = happenings.filter(({ kind }) => kind === 'failed');
  const isTransient = ({ variant }: Happening) => transientReason(CODES[variant % 4]) !== undefined;
  const retried = files.map((id) => failures.filter((f) => f.fileId === id && isTransient(f)).length);
  const retries = retried.reduce((sum, count) => sum + Math.min(count, RETRY_LIMIT), 0);
  expect(distinct(keysOf(world.retryRequests.sent))).toHaveLength(retries);
  expect(distinct(keysOf(world.alerts.sent))).toHaveLength(failures.length - retries);
  if (hasCrashed) return;
  for (const messages of [world.notifications.sent, world.retryRequests.sent, world.alerts.sent, world.issues.opened]) {
    expect(keysOf(messages)).toHaveLength(distinct(keysOf(messages)).length);
  }
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom<Kind>('metadata', 'started', 'completed', 'failed', 'failed'),
  fileId: fc.constantFrom('a', 'b'),
  second: fc.nat(5),
  variant: fc.nat(7),
});
/** Which event is delivered to which consumer, and in which step its process dies, if it has as many. */
const delivery = fc.record({
  event: fc.nat(),
  consumer: fc.nat(3),
  diesAt: fc.option(fc.integer({ min: 1, max: 24 })),
});

describe("any order and repetition of files' events, with crashes between any two calls", () => {
  it('ends in the same rows and counters, each message sent once or again under the same key, and a replay changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 1, maxLength: 10 }),
        fc.array(delivery, { maxLength: 40 }),
        fc.nat(),
        async (happenings, deliveries, turn) => {
          const events = happenings.map(eventOf);
          const world = new World();
          const names = Object.keys(world.consumers);
          let hasCrashed = false;
          for (const { event, consumer, diesAt } of deliveries) {
            const one = events[event % events.length];
            const name = names[consumer] ?? '';
            if (one && (await world.deliver(name, one, diesAt ?? undefined)) === 'died') hasCrashed = true;
          }
          const at = turn % events.length;
          await world.deliverAll([...events.slice(at), ...events.slice(0, at)].reverse());

          const straight = new World();
          await straight.deliverAll(events);
          expect(world.rows()).toEqual(straight.rows());
          expect(world.rows().map(([id, { status }]) => [id, status])).toEqual(
            distinct(happenings.map(({ fileId }) => fileId)).map((id) => [id, expectedStatus(happenings, id)]),
          );
          expect(world.counts.counters).toEqual(expectedCounters(happenings));
          expectSent(world, happenings, hasCrashed);
          expect(world.quarantine.records).toEqual([]);

          const before = world.state();
          await world.deliverAll(events);
          await world.deliverAll(events);
          expect(world.state()).toEqual(before);
          for (const name of names) await world.handled.clear(name, idsOf(events));
          await world.deliverAll(events);
          expect(world.state()).toEqual(before);
        },
      ),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('repairs counters that a wrong consumer made, when its window is cleared and replayed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 10 }), async (happenings) => {
        const events = happenings.map(eventOf);
        const world = new World();
        const right = world.consumers['media-analytics'] ?? [];
        world.consumers['media-analytics'] = right.map((reaction) => ({
          ...reaction,
          read: (envelope) => ({
            ok: true,
            run: () => {
              const wrong: Download = { day: '2020-01-01', outcome: 'completed', contentType: 'wrong', size: 7 };
              const { fileId } = envelope.detail as { fileId: string };
              return reaction.contract === fileMetadataReady
                ? Promise.resolve()
                : recount(world.counts, fileId, (downloads) => withDownload(downloads, envelope.id, wrong));
            },
          }),
        }));
        await world.deliverAll(events);
        world.consumers['media-analytics'] = right;
        await world.deliverAll(events);
        const downloads = happenings.filter(({ kind }) => kind === 'completed' || kind === 'failed').length;
        expect(world.counts.counters.reduce((sum, { completed }) => sum + completed, 0)).toBe(downloads);
        await world.handled.clear('media-analytics', idsOf(events));
        await world.deliverAll(events);
        expect(world.counts.counters).toEqual(expectedCounters(happenings));
      }),
      { numRuns: RUNS },
    );
  });

  it('counts a file whose downloads lie in more buckets than one transaction can change', async () => {
    const world = new World();
    const days = Array.from(
      { length: 120 },
      (_, day) => ({ kind: 'failed', fileId: 'a', second: day * 86_400, variant: 2 }) as const,
    );
    const happenings = [...days, { kind: 'metadata', fileId: 'a', second: 0, variant: 1 } as const];
    await world.deliverAll(happenings.map(eventOf));
    expect(world.counts.counters).toEqual(expectedCounters(happenings));
    expect([...world.counts.files.values()].map(({ downloads }) => outstanding(downloads))).toEqual([[]]);
  });
});
