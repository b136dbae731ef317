import { randomUUID } from 'node:crypto';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { type Caller, callerNamed } from './api-caller.ts';
import { clients } from './clients.ts';
import { stack } from './stack.ts';

const run = randomUUID().slice(0, 8);
const api = callerNamed('test-many');
/** The write limit of a caller of the local stack. */
const WRITES_PER_MINUTE = 600;
/** All of a test run with TEST_FULL. */
const CALLERS = process.env.TEST_FULL ? 10 : 1;
const EACH = 100;

const bodyOf = (group: string, n: number) => ({
  ...{ name: `${group}-${n}`, group, schedule_expression: 'cron(0 6 * * ? *)', timezone: 'America/New_York' },
  ...{ target_type: 'web_action', payload: { action: 'check_tee_times' } },
});

interface Created {
  readonly schedule_id: string;
  readonly next_execution: string;
}

/** A hundred creates at once by one caller. */
const createdBy = async (caller: Caller, group: string, from: number): Promise<Created[]> => {
  const bodies = Array.from({ length: EACH }, (_, n) => bodyOf(group, from + n));
  const answers = await Promise.all(bodies.map((body) => caller.call('POST', '/api/schedules', body)));
  expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 201));
  return answers.map(({ body }) => body);
};

/** The ids of a group, page by page. */
const listed = async (group: string, limit: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await api.call('GET', `/api/schedules?group=${group}&limit=${limit}${cursor}`);
    ids.push(...body.schedules.map(({ schedule_id }: { schedule_id: string }) => schedule_id));
    if (body.next_cursor === null) return ids;
    cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
  }
};

/** Changes a group until no schedule of it is left to change: one call changes five hundred at most. */
const changeAll = async (method: string, path: string): Promise<string[]> => {
  const changed: string[] = [];
  for (;;) {
    const { status, body } = await api.call(method, path);
    expect(status).toBe(200);
    changed.push(...body.changed);
    if (body.failed.length === 0) return changed;
    expect(new Set(body.failed.map(({ error }: { error: string }) => error))).toEqual(new Set(['not_attempted']));
  }
};

/**
 * Counts all but one of a caller's writes of this minute and the next ten as taken: how many a machine makes in a minute
 * depends on the machine, and fifty calls do not take that long on any.
 */
const allButOneTaken = async (caller: string): Promise<void> => {
  const now = Date.now();
  const minutes = Array.from({ length: 11 }, (_, n) => new Date(now + n * 60_000).toISOString().slice(0, 16));
  const items = minutes.map((minute) => ({
    ...{ claim: `writes#${caller}#${minute}`, taken: WRITES_PER_MINUTE - 1, ttl: Math.floor(now / 1_000) + 3_600 },
  }));
  await clients.dynamo.send(
    new BatchWriteCommand({
      RequestItems: { [stack.schedule_claims_table]: items.map((Item) => ({ PutRequest: { Item } })) },
    }),
  );
};

// After all others, when nothing else takes the processor: the emulator starts a process for each of a hundred requests, and
// each has the time that API Gateway gives it.
describe('many at once', () => {
  it(`${CALLERS * EACH} schedules, a hundred created at once, are listed, told of, paused and deleted`, async () => {
    const group = `many-${run}`;
    const created: Created[] = [];
    for (let n = 0; n < CALLERS; n++) {
      created.push(...(await createdBy(callerNamed(`test-many-${n}`), group, n * EACH)));
    }
    const ids = created.map(({ schedule_id }) => schedule_id);
    const pages = await listed(group, 30);
    expect(pages.toSorted()).toEqual(ids.toSorted());

    const next = Date.parse(created[0]?.next_execution ?? '');
    const window = `from=${new Date(next - 1_000).toISOString()}&to=${new Date(next + 1_000).toISOString()}`;
    const upcoming = await api.call('GET', `/api/schedules/upcoming?${window}&limit=1000`);
    const told = upcoming.body.runs.map(({ schedule_id }: { schedule_id: string }) => schedule_id);
    expect(ids.filter((id) => told.includes(id))).toHaveLength(ids.length);

    expect((await changeAll('POST', `/api/schedule-groups/${group}/pause`)).toSorted()).toEqual(ids.toSorted());
    expect((await changeAll('DELETE', `/api/schedule-groups/${group}`)).toSorted()).toEqual(ids.toSorted());
    expect(await listed(group, 100)).toEqual([]);
  });

  it('a caller that writes too fast is told when to come again, and nobody else is', async () => {
    const fast = callerNamed('test-limits');
    const nowhere = '/api/schedules/sched_00000000000000000000000000/pause';
    await allButOneTaken(fast.id);
    const answers = await Promise.all(Array.from({ length: 50 }, () => fast.call('POST', nowhere)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404, 429]));
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.body).toMatchObject({ error: 'rate_limited' });
    const wait = Number(limited?.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await fast.call('GET', '/api/schedules?limit=1')).toMatchObject({ status: 200 });
    expect(await api.call('POST', nowhere)).toMatchObject({ status: 404 });
  });
});
