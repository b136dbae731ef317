import { scheduleDetails, scheduleSummary } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  completeSchedule,
  createSchedule,
  deleteSchedule,
  getSchedule,
  listChanges,
  listSchedules,
  openPayload,
  pauseSchedule,
  resumeSchedule,
  type Schedule,
  toDetails,
  toLogged,
  toSummary,
  updateSchedule,
} from '../index.ts';
import { given, scheduleWorld } from './schedule-world.ts';

const HOUR = 3_600_000;
const refused = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

describe('a schedule that is there', () => {
  let world: ReturnType<typeof scheduleWorld>;
  let schedule: Schedule;
  const made = async (fields: Record<string, unknown> = {}) =>
    (await createSchedule(world.deps)(given(fields), 'me')).schedule;
  const engineOf = ({ schedule_id }: Schedule) => world.engine.schedules.get(schedule_id);
  beforeEach(async () => {
    world = scheduleWorld();
    schedule = await made();
  });

  it('is replaced as a whole, and tells what changed', async () => {
    const { deps } = world;
    const full = await made({ name: 'full', description: 'd', group: 'g', end_date: '2027-01-01T00:00:00Z' });
    world.clock.pass(HOUR);
    const input = given({ name: 'renamed', schedule_expression: 'rate(2 hours)', payload: { a: 1 } });
    const updated = await updateSchedule(deps)(full.schedule_id, input, 'you');
    expect(updated).toMatchObject({
      version: 2,
      synced_version: 2,
      created_by: 'me',
      anchor_date: '2026-11-28T11:00:00Z',
    });
    expect([updated.description, updated.group, updated.end_date]).toEqual([undefined, undefined, undefined]);
    expect(engineOf(full)).toMatchObject({ expression: 'rate(2 hours)', startDate: new Date('2026-11-28T13:00:00Z') });
    expect(engineOf(full)).not.toHaveProperty('endDate');
    expect(await world.store.findByName('full')).toBeUndefined();
    const { items } = await listChanges(deps)(full.schedule_id, 10);
    expect(items.map(({ action, by }) => [action, by])).toEqual([
      ['update', 'you'],
      ['create', 'me'],
    ]);
    expect(items[0]?.changed).toEqual({
      ...{ name: { before: 'full', after: 'renamed' }, description: { before: 'd' }, group: { before: 'g' } },
      schedule_expression: { before: 'cron(0 6 * * ? *)', after: 'rate(2 hours)' },
      end_date: { before: '2027-01-01T00:00:00Z' },
      payload: { before: full.payload_hash, after: updated.payload_hash },
    });
  });

  it('has no next run where it has run more often than it may by now', async () => {
    const { deps, store, clock } = world;
    const { schedule_id } = schedule;
    await store.countRun(schedule_id, { run_id: 'r1', planned_time: '2026-11-28T06:00:00Z', outcome: 'published' });
    const updated = await updateSchedule(deps)(schedule_id, given({ max_runs: 1 }), 'me');
    expect(toDetails(updated, clock.now())).toMatchObject({
      next_execution: null,
      notes: [expect.stringMatching(/max_runs/)],
    });
    await pauseSchedule(deps)(schedule_id, 'me');
    await expect(resumeSchedule(deps)(schedule_id, 'me')).rejects.toEqual(refused('SCHEDULE_ENDED'));
    await updateSchedule(deps)(schedule_id, given({ max_runs: 2 }), 'me');
    const more = await resumeSchedule(deps)(schedule_id, 'me');
    expect(toDetails(more, clock.now()).next_execution).toBe('2026-11-29T06:00:00Z');
  });

  it('is logged by what it is, and without what its payload holds', async () => {
    const secret = await made({
      name: 'secret',
      payload: { password: 'hunter2' },
      group: 'g',
      condition: { '!': [{ var: 'last_outcome' }] },
    });
    const logged = toLogged(secret);
    expect(logged).toMatchObject({
      ...{ schedule_id: secret.schedule_id, name: 'secret', schedule_expression: 'cron(0 6 * * ? *)', timezone: 'UTC' },
      ...{ target_type: 'web_action', created_by: 'me', group: 'g', has_condition: true },
    });
    expect(JSON.stringify(logged)).not.toMatch(new RegExp(`hunter2|password|${secret.payload_hash}`));
  });

  it('is left alone by an update that says the same', async () => {
    expect(await updateSchedule(world.deps)(schedule.schedule_id, given(), 'me')).toEqual(schedule);
    expect(world.store.log).toHaveLength(1);
  });

  it('is updated only at the version that is asked for', async () => {
    const update = updateSchedule(world.deps);
    const { schedule_id } = schedule;
    const second = await update(schedule_id, given({ description: 'a' }), 'me', { ifMatch: 1 });
    expect(second.version).toBe(2);
    await expect(update(schedule_id, given({ description: 'b' }), 'me', { ifMatch: 1 })).rejects.toEqual(
      refused('VERSION_CONFLICT', { version: 2, given: 1 }),
    );
    const again = { ifMatch: 1, isRepeatFine: true };
    expect(await update(schedule_id, given({ description: 'a' }), 'me', again)).toEqual(second);
    await expect(update(schedule_id, given({ description: 'b' }), 'me', again)).rejects.toEqual(
      refused('VERSION_CONFLICT', { version: 2, given: 1 }),
    );
  });

  it('is as it was where Scheduler refuses what it is to be', async () => {
    const { deps, engine, store } = world;
    const put = engine.put.bind(engine);
    engine.put = (one) =>
      one.timezone === 'Europe/Berlin' ? Promise.reject(new AlmanacError('SCHEDULER_REFUSED', 'No')) : put(one);
    const wrong = given({ name: 'other', timezone: 'Europe/Berlin' });
    await expect(updateSchedule(deps)(schedule.schedule_id, wrong, 'me')).rejects.toEqual(refused('SCHEDULER_REFUSED'));
    const stored = await store.get(schedule.schedule_id);
    expect(stored).toMatchObject({ name: schedule.name, timezone: 'UTC', version: 3, synced_version: 3 });
    expect(await store.findByName('other')).toBeUndefined();
    const { items } = await listChanges(deps)(schedule.schedule_id, 1);
    expect(items).toMatchObject([
      { by: 'almanac', changed: { reason: { after: 'EventBridge Scheduler refused it' } } },
    ]);
  });

  it('goes on in its rhythm where its expression stays', async () => {
    const rate = await made({ name: 'rate', schedule_expression: 'rate(7 hours)' });
    world.clock.pass(10 * HOUR);
    const updated = await updateSchedule(world.deps)(
      ...([
        rate.schedule_id,
        given({ name: 'rate', schedule_expression: 'rate(7 hours)', description: 'd' }),
        'me',
      ] as const),
    );
    expect(updated.anchor_date).toBe(rate.anchor_date);
    expect(engineOf(rate)?.startDate).toEqual(new Date('2026-11-29T00:00:00Z'));
    expect(toDetails(updated, world.clock.now()).next_execution).toBe('2026-11-29T00:00:00Z');
  });

  it('keeps a sensitive value that is given back as it is shown', async () => {
    const { deps } = world;
    const secret = await made({ name: 's', payload: { a: { k: 1 }, b: 2 }, sensitive_fields: ['a.k', 'b'] });
    const update = (fields: Record<string, unknown>) =>
      updateSchedule(deps)(secret.schedule_id, given({ name: 's', ...fields }), 'me');
    const same = await update({ payload: secret.payload, sensitive_fields: ['b', 'a.k'], description: 'd' });
    expect([same.sealed, await openPayload(deps, same)]).toEqual([secret.sealed, { a: { k: 1 }, b: 2 }]);
    const partly = await update({ payload: { a: { k: '***' }, b: 3 }, sensitive_fields: ['a'] });
    expect([partly.payload, await openPayload(deps, partly)]).toEqual([
      { a: '***', b: 3 },
      { a: { k: 1 }, b: 3 },
    ]);
    await expect(update({ payload: { a: '***' } })).rejects.toEqual(refused('INVALID_SENSITIVE_FIELD', { field: 'a' }));
  });

  it('counts the bytes of a sensitive value that is given back as it is shown', async () => {
    const { deps } = scheduleWorld({ maxPayloadBytes: 100 });
    const half = 'x'.repeat(60);
    const first = given({ payload: { secret: half }, sensitive_fields: ['secret'] });
    const { schedule_id } = (await createSchedule(deps)(first, 'me')).schedule;
    const more = given({ payload: { secret: '***', more: half }, sensitive_fields: ['secret'] });
    const bytes = JSON.stringify({ secret: half, more: half }).length;
    await expect(updateSchedule(deps)(schedule_id, more, 'me')).rejects.toEqual(
      refused('PAYLOAD_TOO_LARGE', { bytes, max_bytes: 100 }),
    );
  });

  it('pauses and resumes, once', async () => {
    const { deps } = world;
    const { schedule_id } = schedule;
    const paused = await pauseSchedule(deps)(schedule_id, 'me');
    expect([paused.status, paused.version, engineOf(schedule)?.enabled]).toEqual(['paused', 2, false]);
    expect(await pauseSchedule(deps)(schedule_id, 'me')).toEqual(paused);
    expect(toDetails(paused, world.clock.now())).toMatchObject({ next_execution: null });
    const updated = await updateSchedule(deps)(schedule_id, given({ description: 'd' }), 'me');
    expect([updated.status, engineOf(schedule)?.enabled]).toEqual(['paused', false]);
    const resumed = await resumeSchedule(deps)(schedule_id, 'me');
    expect([resumed.status, resumed.version, engineOf(schedule)?.enabled]).toEqual(['active', 4, true]);
    expect(await resumeSchedule(deps)(schedule_id, 'me')).toEqual(resumed);
  });

  it('is deleted once, keeps its record for 90 days, and gives its name back', async () => {
    const { deps } = world;
    const deleted = await deleteSchedule(deps)(schedule.schedule_id, 'me');
    expect(deleted).toMatchObject({ status: 'deleted', version: 2, synced_version: 2, eventbridge_arn: null });
    expect(deleted.ttl).toBe(Math.floor(world.clock.now().getTime() / 1000) + 90 * 86_400);
    expect(engineOf(schedule)).toBeUndefined();
    expect(await deleteSchedule(deps)(schedule.schedule_id, 'me')).toEqual(deleted);
    expect(world.store.active('me')).toBe(0);
    expect((await made({ description: 'new' })).schedule_id).not.toBe(schedule.schedule_id);
  });

  it('is changed no more when it has ended', async () => {
    const { deps } = world;
    const { schedule_id } = schedule;
    const completed = await completeSchedule(deps)(schedule_id, 'max_runs reached');
    expect(completed).toMatchObject({ status: 'completed', eventbridge_arn: null });
    expect(engineOf(schedule)).toBeUndefined();
    const ended = refused('SCHEDULE_ENDED', { status: 'completed' });
    await expect(pauseSchedule(deps)(schedule_id, 'me')).rejects.toEqual(ended);
    await expect(resumeSchedule(deps)(schedule_id, 'me')).rejects.toEqual(ended);
    await expect(updateSchedule(deps)(schedule_id, given(), 'me')).rejects.toEqual(ended);
    expect(await completeSchedule(deps)(schedule_id, 'again')).toEqual(completed);
    const [change] = (await listChanges(deps)(schedule_id, 1)).items;
    expect(change).toMatchObject({
      action: 'complete',
      by: 'almanac',
      changed: { reason: { after: 'max_runs reached' } },
    });
    expect((await deleteSchedule(deps)(schedule_id, 'me')).status).toBe('deleted');
  });

  it('is not resumed without a run ahead', async () => {
    const once = await made({ name: 'once', schedule_expression: 'at(2026-11-28T12:00:00)' });
    await pauseSchedule(world.deps)(once.schedule_id, 'me');
    world.clock.pass(3 * HOUR);
    await expect(resumeSchedule(world.deps)(once.schedule_id, 'me')).rejects.toEqual(refused('SCHEDULE_ENDED'));
  });

  it('is looked for by everything that changes it', async () => {
    const { deps } = world;
    const none = 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x';
    const missing = refused('SCHEDULE_NOT_FOUND', { schedule_id: none });
    await expect(updateSchedule(deps)(none, given(), 'me')).rejects.toEqual(missing);
    await expect(pauseSchedule(deps)(none, 'me')).rejects.toEqual(missing);
    await expect(deleteSchedule(deps)(none, 'me')).rejects.toEqual(missing);
    await expect(getSchedule(deps)(none)).rejects.toEqual(missing);
    await expect(listChanges(deps)(none, 5)).rejects.toEqual(missing);
  });

  it('gives a name to a schedule once the holder is over', async () => {
    const { deps } = world;
    await made({ name: 'once', schedule_expression: 'at(2026-11-28T12:00:00)' });
    const rename = () => updateSchedule(deps)(schedule.schedule_id, given({ name: 'once' }), 'me');
    await expect(rename()).rejects.toEqual(refused('NAME_TAKEN'));
    world.clock.pass(27 * HOUR);
    expect((await rename()).name).toBe('once');
  });

  it('leaves Scheduler the newest definition when updates overtake each other', async () => {
    const { deps, engine } = world;
    const put = engine.put.bind(engine);
    let release: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => {
      release = resolve;
    });
    engine.put = async (one) => {
      if (one.expression === 'rate(1 hour)') await isHeld;
      return put(one);
    };
    const update = (schedule_expression: string) =>
      updateSchedule(deps)(schedule.schedule_id, given({ schedule_expression }), 'me');
    const slow = update('rate(1 hour)');
    await new Promise(setImmediate);
    engine.put = put;
    await update('rate(2 hours)');
    release();
    expect(await slow).toMatchObject({ version: 3, synced_version: 3 });
    expect(engineOf(schedule)?.expression).toBe('rate(2 hours)');
  });

  it('is shown as the API says, with what is unusual', async () => {
    const now = world.clock.now();
    const never = await made({
      name: 'never',
      schedule_expression: 'cron(0 0 30 2 ? *)',
      payload: { a: 1 },
      max_runs: 2,
    });
    const details = toDetails(never, now);
    expect(scheduleDetails.strict().parse(details)).toEqual(details);
    expect(details).toMatchObject({
      ...{ next_execution: null, in_sync: true, max_runs: 2 },
      notes: ['Its expression names no date that ever comes.'],
    });
    const summary = toSummary(schedule, now);
    expect(scheduleSummary.strict().parse(summary)).toEqual(summary);
    expect(summary.next_execution).toBe('2026-11-29T06:00:00Z');
    expect(toDetails({ ...schedule, version: 2 }, now).in_sync).toBe(false);
    const list = await listSchedules(world.deps)({}, 1);
    expect(list.schedules.map(({ name }) => name)).toEqual(['never']);
    const rest = await listSchedules(world.deps)({}, 1, list.next_cursor ?? '');
    expect([rest.schedules.map(({ name }) => name), rest.next_cursor]).toEqual([['daily'], null]);
  });
});
