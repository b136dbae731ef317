import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reconcileSchedules } from '../reconcile/reconcile-schedules.ts';
import { deleteSchedule, pauseSchedule, resumeSchedule } from './change-status.ts';
import { createSchedule } from './create-schedule.ts';
import type { ChangeDeps } from './deps.ts';
import { isAsRecorded } from './engine-schedule.ts';
import { given, scheduleWorld } from './schedule-world.ts';
import { updateSchedule } from './update-schedule.ts';

const GRACE = 6 * 60_000;
const NAMES = ['a', 'b', 'c'];
const EXPRESSIONS = ['rate(1 hour)', 'rate(2 hours)', 'cron(0 6 * * ? *)', 'cron(0 7 * * ? *)'];

/** A process that dies: nothing of it goes on. */
class Died extends Error {}

/** The same ports, which give way to others at each call, and die before or after the call of that number. */
function mortal(deps: ChangeDeps, dieAt: number): ChangeDeps {
  let calls = 0;
  const watched = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, member) => {
        const method = Reflect.get(target, member);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          await pause();
          calls += 1;
          if (calls * 2 - 1 >= dieAt) throw new Died();
          const answer = await method.apply(target, args);
          if (calls * 2 >= dieAt) throw new Died();
          await pause();
          return answer;
        };
      },
    });
  return { ...deps, store: watched(deps.store), engine: watched(deps.engine), limits: watched(deps.limits) };
}

const pause = () => new Promise<void>(setImmediate);

const step = fc.record({
  action: fc.constantFrom('create', 'create', 'update', 'update', 'pause', 'resume', 'delete'),
  name: fc.constantFrom(...NAMES),
  expression: fc.constantFrom(...EXPRESSIONS),
  /** Half of them live. */
  dieAt: fc.oneof(fc.constant(1_000), fc.integer({ min: 1, max: 14 })),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function take(deps: ChangeDeps, { action, name, expression, dieAt }: Step): Promise<void> {
  const own = mortal(deps, dieAt);
  const input = given({ name, schedule_expression: expression });
  try {
    if (action === 'create') return void (await createSchedule(own)(input, 'me'));
    const id = (await deps.store.findByName(name)) ?? 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x';
    if (action === 'update') await updateSchedule(own)(id, input, 'me');
    if (action === 'pause') await pauseSchedule(own)(id, 'me');
    if (action === 'resume') await resumeSchedule(own)(id, 'me');
    if (action === 'delete') await deleteSchedule(own)(id, 'me');
  } catch (error) {
    // A process that died, or a request that was refused: both leave no promise behind but what reconciling keeps.
    if (!(error instanceof Error)) throw error;
  }
}

async function expectAgreement({ store, engine, clock }: ReturnType<typeof scheduleWorld>): Promise<void> {
  const records = [...store.records.values()];
  const live = records.filter(({ status }) => status === 'active' || status === 'paused');
  expect([...engine.schedules.keys()].sort()).toEqual(live.map(({ schedule_id }) => schedule_id).sort());
  for (const record of live) {
    const actual = engine.schedules.get(record.schedule_id);
    expect(actual && isAsRecorded(record, actual, clock.now())).toBe(true);
  }
  expect(records.every(({ version, synced_version }) => version === synced_version)).toBe(true);
  expect([...store.names.keys()].sort()).toEqual(live.map(({ name }) => name).sort());
  expect(store.active('me')).toBe(live.filter(({ status }) => status === 'active').length);
  for (const { schedule_id, version } of records) {
    const own = store.log.filter((line) => line.schedule_id === schedule_id && line.change.action !== 'repair');
    expect(own.map(({ change }) => change.version)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
  }
}

describe('any changes at once, by processes that may die at any call', () => {
  it('are brought to agreement by the reconciler, with no change lost and each name once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 5 }), async (rounds) => {
        const world = scheduleWorld();
        for (const steps of rounds) {
          await Promise.all(steps.map((one) => take(world.deps, one)));
          world.clock.pass(60_000);
        }
        world.clock.pass(GRACE);
        const report = await reconcileSchedules(world.deps)({ repair: true });
        expect(report.failed).toEqual([]);
        await expectAgreement(world);
        expect(await reconcileSchedules(world.deps)({ repair: false })).toMatchObject({
          ...{ repaired: [], removed: [], completed: [], failed: [], foreign: [] },
        });
      }),
      { numRuns: process.env.TEST_FULL ? 3_000 : 100 },
    );
  });

  it('agree at once, without the reconciler, where nobody dies', async () => {
    const alive = step.map((one) => ({ ...one, dieAt: 1_000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(alive, { maxLength: 8 }), async (steps) => {
        const world = scheduleWorld();
        await createSchedule(world.deps)(given({ name: 'a' }), 'me');
        await Promise.all(steps.map((one) => take(world.deps, one)));
        await expectAgreement(world);
      }),
      { numRuns: process.env.TEST_FULL ? 2_000 : 70 },
    );
  });
});
