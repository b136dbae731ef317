import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RunMessage } from '../records/run.ts';
import type { RunDeps } from './run-deps.ts';
import { runSchedule } from './run-schedule.ts';
import { RunWorld } from './run-world.ts';

const LEASE_MS = 60_000;
const BEHAVIOURS = [
  'works',
  'works',
  'works',
  'works',
  'throws',
  'works and throws',
  'dies',
  'works and dies',
] as const;
type Behaviour = (typeof BEHAVIOURS)[number];

const never = () => new Promise<never>(() => undefined);

/** A process that works on one delivery: each call to a port is a point where others may go first, and where it may end. */
class Process {
  readonly #scheduler: fc.Scheduler;
  /** What the next calls of all processes do. */
  readonly #behaviours: Behaviour[];
  readonly #death: Promise<'died'>;
  #die: () => void = () => undefined;

  constructor(scheduler: fc.Scheduler, behaviours: Behaviour[]) {
    this.#scheduler = scheduler;
    this.#behaviours = behaviours;
    this.#death = new Promise((resolve) => {
      this.#die = () => resolve('died');
    });
  }

  async run(deps: RunDeps, message: RunMessage, sentAt: Date): Promise<'done' | 'died' | 'failed'> {
    const work = runSchedule(this.#wrapped(deps))(message, { sentAt, remainingMs: LEASE_MS }).then(
      () => 'done' as const,
      () => 'failed' as const,
    );
    const ended = await Promise.race([work, this.#death]);
    return ended;
  }

  #wrapped(deps: RunDeps): RunDeps {
    return {
      store: this.#port(deps.store),
      history: this.#port(deps.history),
      topics: this.#port(deps.topics),
      events: this.#port(deps.events),
      clock: deps.clock,
      payloadOf: (schedule) => this.#call(() => deps.payloadOf(schedule)),
      complete: (id, why) => this.#call(() => deps.complete(id, why)),
      runTopic: deps.runTopic,
    };
  }

  #port<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => this.#call(() => method.apply(target, args));
      },
    });
  }

  async #call<T>(work: () => Promise<T>): Promise<T> {
    const behaviour = this.#behaviours.shift() ?? 'works';
    await this.#scheduler.schedule(Promise.resolve());
    if (behaviour === 'throws') throw new Error('unreachable');
    if (behaviour === 'dies') return this.#end();
    const result = await work();
    await this.#scheduler.schedule(Promise.resolve());
    if (behaviour === 'works and dies') return this.#end();
    if (behaviour === 'works and throws') throw new Error('answer lost');
    return result;
  }

  #end(): Promise<never> {
    this.#die();
    return never();
  }
}

const minute = (n: number): string => `2026-11-28T09:0${n}:00Z`;

describe('runs in any order, repeated, with processes that die or fail at any call', () => {
  const scenario = fc.record({
    /** Minutes in the order of their delivery; a minute twice is a repeated delivery. */
    deliveries: fc.array(fc.nat(5), { minLength: 1, maxLength: 9 }),
    maxRuns: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    behaviours: fc.oneof(
      fc.constant<Behaviour[]>([]),
      fc.array(fc.constantFrom<Behaviour[]>(...BEHAVIOURS), { maxLength: 60 }),
    ),
  });

  it('have one effect each, more only where a try ended in between, then under the same key; none is lost', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, fc.scheduler(), async ({ deliveries, maxRuns, behaviours }, scheduler) => {
        const world = new RunWorld('2026-11-28T09:10:00Z', maxRuns === undefined ? {} : { max_runs: maxRuns });
        const { schedule_id } = world.schedule;
        const faults = behaviours.filter((behaviour) => behaviour !== 'works').length;
        const ahead = [...behaviours];
        let waiting = deliveries.map((n) => minute(n));
        for (let round = 0; waiting.length > 0; round += 1) {
          expect(round).toBeLessThan(100);
          const ended = Promise.all(
            waiting.map(async (scheduled_time) => {
              const message = { kind: 'schedule', schedule_id, scheduled_time, execution_id: 'e' } as const;
              const outcome = await new Process(scheduler, ahead).run(world.deps, message, world.now());
              return { scheduled_time, outcome };
            }),
          );
          const results = await scheduler.waitFor(ended);
          waiting = results.filter(({ outcome }) => outcome !== 'done').map(({ scheduled_time }) => scheduled_time);
          world.pass(LEASE_MS + 1);
        }
        const asked = new Set(deliveries.map((n) => minute(n)));
        const keys = new Map<string, Set<string>>();
        for (const { attributes } of world.topics.published) {
          keys.set(attributes.run_id, (keys.get(attributes.run_id) ?? new Set()).add(attributes.idempotency_key));
        }
        const published = world.history.of(schedule_id).filter(({ outcome }) => outcome === 'published');
        expect(keys.size).toBe(Math.min(asked.size, maxRuns ?? asked.size));
        expect(published.map(({ run_id }) => run_id).sort()).toEqual([...keys.keys()].sort());
        expect([...keys.values()].every((of) => of.size === 1)).toBe(true);
        expect(world.topics.published.length - keys.size).toBeLessThanOrEqual(faults);
        if (faults === 0) expect(world.topics.published).toHaveLength(keys.size);
        const fired = new Set(world.events.told.map(({ metadata }) => metadata.id));
        expect(fired.size).toBe(keys.size);
        expect(world.history.of(schedule_id).map(({ run_id }) => run_id)).toEqual([...asked].sort());
        expect(
          new Set(world.counted.filter(({ outcome }) => outcome === 'published').map(({ run_id }) => run_id)).size,
        ).toBe(keys.size);
        expect(world.schedule.status).toBe(maxRuns !== undefined && asked.size >= maxRuns ? 'completed' : 'active');
      }),
      { numRuns: process.env.TEST_FULL ? 5_000 : 120 },
    );
  });
});
