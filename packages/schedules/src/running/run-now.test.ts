import { describe, expect, it } from '@jest/globals';
import { MemoryWriteLimits } from '../changes/fakes.ts';
import type { ScheduleChange } from '../records/schedule.ts';
import { FakeRunQueue } from './fakes.ts';
import { listRuns } from './list-runs.ts';
import { runNow } from './run-now.ts';
import { runSchedule } from './run-schedule.ts';
import { RunWorld } from './run-world.ts';

const setup = (changes: ConstructorParameters<typeof RunWorld>[1] = {}) => {
  const world = new RunWorld('2026-11-28T09:00:01.500Z', changes);
  const queue = new FakeRunQueue();
  const changesMade: ScheduleChange[] = [];
  let ids = 0;
  const deps = {
    store: {
      ...world.deps.store,
      appendChange: async (_: string, change: ScheduleChange) => void changesMade.push(change),
    },
    history: world.history,
    queue,
    clock: world,
    limits: new MemoryWriteLimits(5, world),
    rules: { maxPayloadBytes: 20 },
    newId: () => `id${++ids}`,
  };
  return { world, queue, changesMade, deps, id: world.schedule.schedule_id };
};

describe('a run that somebody asks for', () => {
  it('is sent to the queue, written down as theirs, and run', async () => {
    const { world, queue, changesMade, deps, id } = setup();
    const { run_id } = await runNow(deps)(id, 'alice', { payload: { a: 1 } });
    expect(run_id).toBe('2026-11-28T09:00:01Z-id1');
    expect(queue.sent).toEqual([
      {
        kind: 'schedule',
        schedule_id: id,
        scheduled_time: '2026-11-28T09:00:01Z',
        execution_id: run_id,
        manual: { run_id, by: 'alice', payload: { a: 1 } },
      },
    ]);
    expect(changesMade).toMatchObject([{ at: '2026-11-28T09:00:01.500Z', by: 'alice', action: 'run', version: 1 }]);
    expect(JSON.stringify(changesMade)).not.toContain('"a":1');
    for (const message of queue.sent) await runSchedule(world.deps)(message, { sentAt: world.now(), remainingMs: 1 });
    const { runs, next_cursor } = await listRuns(world.deps)(id, 10);
    expect([runs.map((run) => [run.run_id, run.manual, run.outcome]), next_cursor]).toEqual([
      [[run_id, true, 'published']],
      null,
    ]);
  });

  it('is the same one again under the same key of the same caller', async () => {
    const { world, queue, deps, id } = setup();
    const first = await runNow(deps)(id, 'alice', { idempotencyKey: 'k' });
    world.pass(5_000);
    expect(await runNow(deps)(id, 'alice', { idempotencyKey: 'k' })).toEqual(first);
    expect(queue.sent[1]).toEqual(queue.sent[0]);
    expect(await runNow(deps)(id, 'bob', { idempotencyKey: 'k' })).not.toEqual(first);
    expect(await runNow(deps)(id, 'alice')).not.toEqual(first);
    await expect(runNow(deps)(id, 'alice', { idempotencyKey: 'k', payload: { b: 1 } })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it.each(['deleted', 'completed'] as const)('of a schedule that is %s is refused', async (status) => {
    const { queue, deps, id } = setup({ status });
    await expect(runNow(deps)(id, 'alice')).rejects.toMatchObject({ code: 'SCHEDULE_ENDED' });
    expect(queue.sent).toEqual([]);
  });

  it('is one of the writes of its caller', async () => {
    const { deps, id } = setup();
    for (let i = 0; i < 5; i += 1) await runNow(deps)(id, 'alice');
    await expect(runNow(deps)(id, 'alice')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await runNow(deps)(id, 'bob');
  });

  it('is refused where there is no such schedule or the payload is too large', async () => {
    const { world, queue, deps, id } = setup({ status: 'paused' });
    await expect(runNow(deps)('sched_x', 'alice')).rejects.toMatchObject({ code: 'SCHEDULE_NOT_FOUND' });
    await expect(listRuns(world.deps)('sched_x', 1)).rejects.toMatchObject({ code: 'SCHEDULE_NOT_FOUND' });
    await expect(runNow(deps)(id, 'alice', { payload: { large: 'x'.repeat(20) } })).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
    });
    expect(queue.sent).toEqual([]);
  });
});
