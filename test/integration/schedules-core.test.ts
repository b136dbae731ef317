import { awsClients, dynamo, kms, scheduler } from '@almanac/aws';
import { createSchedule, getSchedule, openPayload, updateSchedule } from '@almanac/schedules';
import { DeleteScheduleCommand, GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clients } from './clients.ts';
import { changeDeps, given, leaveHome, makeHome, type ScheduleHome } from './schedules-world.ts';
import { awsConfig } from './stack.ts';

let home: ScheduleHome;
beforeAll(async () => {
  home = await makeHome();
});
afterAll(() => leaveHome(home));

/** Clients that note their calls. */
function noting() {
  const calls: string[] = [];
  return {
    calls,
    own: awsClients({ dynamo, kms, scheduler }, { target: awsConfig, onCall: (call) => calls.push(call) }),
  };
}

const inGroup = async (): Promise<string[]> => {
  const names: string[] = [];
  for await (const name of changeDeps(home).engine.names()) names.push(name);
  return names;
};

describe('a schedule', () => {
  it('takes at most five calls to create, sensitive fields included', async () => {
    const { calls, own } = noting();
    await createSchedule(changeDeps(home, own))(given('calls', { payload: { t: 's' }, sensitive_fields: ['t'] }), 'me');
    expect(calls).toHaveLength(5);
    expect(calls).toEqual(
      expect.arrayContaining(['KMS:GenerateDataKey', 'DynamoDB:TransactWriteItems', 'Scheduler:CreateSchedule']),
    );
  });

  it('is made once by 50 that ask at once', async () => {
    const deps = changeDeps(home);
    const made = await Promise.all(Array.from({ length: 50 }, () => createSchedule(deps)(given('fifty'), 'crowd')));
    const ids = new Set(made.map(({ schedule }) => schedule.schedule_id));
    expect(ids.size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect((await deps.store.page({ created_by: 'crowd' }, 100)).items).toHaveLength(1);
    expect((await inGroup()).filter((name) => ids.has(name))).toHaveLength(1);
  });

  it('is made 50 times by 50 that ask at once for other names', async () => {
    const deps = changeDeps(home);
    const made = await Promise.all(
      Array.from({ length: 50 }, (_, i) => createSchedule(deps)(given(`many ${i}`), 'many')),
    );
    expect(new Set(made.map(({ schedule }) => schedule.schedule_id)).size).toBe(50);
    const names = new Set(await inGroup());
    expect(made.every(({ schedule }) => names.has(schedule.schedule_id))).toBe(true);
  });

  it('keeps sensitive values out of table and Scheduler, and opens them for a run', async () => {
    const deps = changeDeps(home);
    const payload = { login: { user: 'u', password: 'hunter2' } };
    const input = given('secret', { payload, sensitive_fields: ['login.password'] });
    const { schedule } = await createSchedule(deps)(input, 'me');
    const stored = await getSchedule(deps)(schedule.schedule_id);
    const held = await clients.scheduler.send(
      new GetScheduleCommand({ Name: schedule.schedule_id, GroupName: home.group }),
    );
    expect(JSON.stringify([stored, held.Target])).not.toContain('hunter2');
    expect(await openPayload(deps, stored)).toEqual(payload);
    const kept = await updateSchedule(deps)(
      schedule.schedule_id,
      { ...input, payload: stored.payload, description: 'd' },
      'me',
    );
    expect(await openPayload(deps, kept)).toEqual(payload);
  });

  it('holds the largest payload there may be, all of it sensitive', async () => {
    const deps = changeDeps(home);
    const payload = { s: 'x'.repeat(200 * 1024 - 8) };
    const condition = { '==': [{ var: 'payload.s' }, 'y'.repeat(8_000)] };
    const input = given('largest', { payload, sensitive_fields: ['s'], condition });
    const { schedule } = await createSchedule(deps)(input, 'me');
    expect(await openPayload(deps, await getSchedule(deps)(schedule.schedule_id))).toEqual(payload);
  });

  it('is made again in Scheduler where it went missing there', async () => {
    const deps = changeDeps(home);
    const { schedule } = await createSchedule(deps)(given('lost'), 'me');
    await clients.scheduler.send(new DeleteScheduleCommand({ Name: schedule.schedule_id, GroupName: home.group }));
    await updateSchedule(deps)(schedule.schedule_id, given('lost', { description: 'new' }), 'me');
    expect(await inGroup()).toContain(schedule.schedule_id);
  });
});

describe('a page of schedules', () => {
  it('takes one query by status or by creator, and three without', async () => {
    const { calls, own } = noting();
    const { store } = changeDeps(home, own);
    for (const filter of [{ status: 'active' }, { created_by: 'many' }, { created_by: 'many', group: 'g' }] as const) {
      await store.page(filter, 50);
    }
    expect(calls).toEqual(['DynamoDB:Query', 'DynamoDB:Query', 'DynamoDB:Query']);
    const { items } = await store.page({ name_prefix: 'many' }, 20);
    expect(calls).toHaveLength(6);
    expect(items).toHaveLength(20);
  });
});
