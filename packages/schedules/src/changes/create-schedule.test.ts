import { AlmanacError } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { completeSchedule, createSchedule, deleteSchedule, openPayload, pauseSchedule } from '../index.ts';
import { given, RULES, scheduleWorld } from './schedule-world.ts';

const DAY = 86_400_000;
const refused = (code: string, details: object = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

describe('creating a schedule', () => {
  it('writes the record, makes the EventBridge schedule, and notes that both agree', async () => {
    const { deps, store, engine } = scheduleWorld();
    const { created, schedule } = await createSchedule(deps)(given(), 'me');
    expect(created).toBe(true);
    expect(schedule).toEqual(await store.get(schedule.schedule_id));
    expect(schedule).toMatchObject({
      ...{ status: 'active', version: 1, synced_version: 1, created_by: 'me', timezone: 'UTC', payload: {} },
      ...{ target_topic_arn: RULES.targetTopics.web_action, retry_policy: { max_attempts: 3, max_age_seconds: 3600 } },
      eventbridge_arn: expect.stringContaining(schedule.schedule_id),
    });
    expect(engine.schedules.get(schedule.schedule_id)).toEqual({
      ...{ name: schedule.schedule_id, description: 'daily', expression: 'cron(0 6 * * ? *)', timezone: 'UTC' },
      ...{ enabled: true, retryPolicy: { maxAttempts: 3, maxAgeSeconds: 3600 } },
      input: JSON.stringify({
        ...{ kind: 'schedule', schedule_id: schedule.schedule_id },
        scheduled_time: '<aws.scheduler.scheduled-time>',
        execution_id: '<aws.scheduler.execution-id>',
      }),
    });
    expect(store.log.map(({ change }) => [change.action, change.by, change.version])).toEqual([['create', 'me', 1]]);
  });

  it('gives the same schedule for the same name and content, in whatever order its keys are', async () => {
    const { deps, engine } = scheduleWorld();
    const first = await createSchedule(deps)(given({ payload: { a: 1, b: { c: 2, d: 3 } } }), 'me');
    const again = await createSchedule(deps)(given({ payload: { b: { d: 3, c: 2 }, a: 1 }, timezone: 'UTC' }), 'you');
    expect(again).toEqual({ created: false, schedule: first.schedule });
    expect(engine.schedules.size).toBe(1);
  });

  it('says in which fields the holder of a name differs', async () => {
    const { deps } = scheduleWorld();
    const { schedule } = await createSchedule(deps)(given({ payload: { a: 1 } }), 'me');
    const other = given({ payload: { a: 2 }, description: 'd', target_type: 'notification' });
    await expect(createSchedule(deps)(other, 'me')).rejects.toEqual(
      refused('NAME_TAKEN', {
        schedule_id: schedule.schedule_id,
        differing_fields: ['description', 'target_type', 'target_topic_arn', 'payload'],
      }),
    );
  });

  it('gives the same schedule for the same key and content, and refuses other content', async () => {
    const { deps, clock } = scheduleWorld();
    const key = { idempotencyKey: 'k' };
    const first = await createSchedule(deps)(given(), 'me', key);
    await deleteSchedule(deps)(first.schedule.schedule_id, 'me');
    const again = await createSchedule(deps)({ ...given(), idempotency_key: 'k' }, 'me');
    expect(again).toMatchObject({
      created: false,
      schedule: { schedule_id: first.schedule.schedule_id, status: 'deleted' },
    });
    await expect(createSchedule(deps)(given({ name: 'x' }), 'me', key)).rejects.toEqual(
      refused('IDEMPOTENCY_KEY_REUSED'),
    );
    expect((await createSchedule(deps)(given(), 'you', key)).created).toBe(true);
    const both = createSchedule(deps)({ ...given(), idempotency_key: 'a' }, 'me', key);
    await expect(both).rejects.toEqual(refused('INVALID_IDEMPOTENCY_KEY'));
    clock.pass(7 * DAY);
    expect((await createSchedule(deps)(given({ name: 'x' }), 'me', key)).created).toBe(true);
  });

  it('knows a key again when its time has passed meanwhile', async () => {
    const { deps, clock } = scheduleWorld();
    const once = given({ schedule_expression: 'at(2026-11-28T12:00:00)' });
    const { schedule } = await createSchedule(deps)(once, 'me', { idempotencyKey: 'k' });
    clock.pass(DAY);
    const again = await createSchedule(deps)(once, 'me', { idempotencyKey: 'k' });
    expect(again).toMatchObject({ created: false, schedule: { schedule_id: schedule.schedule_id } });
    await expect(createSchedule(deps)(once, 'me', { idempotencyKey: 'l' })).rejects.toEqual(
      refused('EXPRESSION_IN_PAST'),
    );
  });

  it('gives a name again once its holder is over, but not while a late run may come', async () => {
    const { deps, clock, store } = scheduleWorld();
    // Scheduler tries for ten minutes, from some time in the window of five on.
    const tries = { retry_policy: { max_attempts: 3, max_age_seconds: 600 }, flexible_window_minutes: 5 };
    const at = given({ schedule_expression: 'at(2026-11-28T12:00:00)', ...tries });
    const once = await createSchedule(deps)(at, 'me');
    clock.pass(2 * 3_600_000 + 15 * 60_000);
    await expect(createSchedule(deps)(given(), 'me')).rejects.toEqual(refused('NAME_TAKEN'));
    clock.pass(1);
    const next = await createSchedule(deps)(given(), 'me');
    expect(next.created).toBe(true);
    expect(await store.get(once.schedule.schedule_id)).toMatchObject({ status: 'completed', synced_version: 2 });
    await completeSchedule(deps)(next.schedule.schedule_id, 'test');
    expect((await createSchedule(deps)(given({ description: 'third' }), 'me')).created).toBe(true);
  });

  it('leaves one alone that has no run before its end, as long as it may be corrected', async () => {
    const { deps, clock } = scheduleWorld();
    const early = given({ schedule_expression: 'cron(0 6 * * ? *)', end_date: '2026-11-28T11:00:00Z' });
    const first = await createSchedule(deps)(early, 'me');
    expect(await createSchedule(deps)(early, 'me')).toEqual({ created: false, schedule: first.schedule });
    clock.pass(2 * 3_600_000);
    expect((await createSchedule(deps)(given(), 'me')).created).toBe(true);
  });

  it('counts active schedules of a caller', async () => {
    const { deps } = scheduleWorld({ quotaPerCaller: 2 });
    const { schedule } = await createSchedule(deps)(given({ name: 'a' }), 'me');
    await createSchedule(deps)(given({ name: 'b' }), 'me');
    await expect(createSchedule(deps)(given({ name: 'c' }), 'me')).rejects.toEqual(refused('SCHEDULE_QUOTA_EXCEEDED'));
    await createSchedule(deps)(given({ name: 'd' }), 'you');
    await pauseSchedule(deps)(schedule.schedule_id, 'me');
    expect((await createSchedule(deps)(given({ name: 'c' }), 'me')).created).toBe(true);
  });

  it('takes one of the writes of a minute first', async () => {
    const { deps } = scheduleWorld({}, 1);
    await createSchedule(deps)(given(), 'me');
    await expect(createSchedule(deps)(given(), 'me')).rejects.toEqual(
      refused('RATE_LIMITED', { retry_after_seconds: 60 }),
    );
  });

  const cases: [string, Record<string, unknown>, string, object?][] = [
    ['an expression', { schedule_expression: 'cron(0 6 * * *)' }, 'INVALID_SCHEDULE_EXPRESSION'],
    ['a zone', { timezone: 'Mars/Olympus' }, 'INVALID_TIMEZONE'],
    ['a time that has passed', { schedule_expression: 'at(2026-11-28T10:00:00)' }, 'EXPRESSION_IN_PAST'],
    ['years that have passed', { schedule_expression: 'cron(0 0 1 1 ? 2020)' }, 'EXPRESSION_IN_PAST'],
    [
      'a time that the clock leaves out',
      { schedule_expression: 'at(2027-03-14T02:30:00)', timezone: 'America/New_York' },
      'INVALID_SCHEDULE_EXPRESSION',
    ],
    [
      'a window without time',
      { start_date: '2027-01-01T00:00:00Z', end_date: '2027-01-01T00:00:00Z' },
      'INVALID_WINDOW',
    ],
    ['an end in the past', { end_date: '2026-11-28T10:00:00Z' }, 'INVALID_WINDOW'],
    [
      'a time after its end',
      { schedule_expression: 'at(2027-01-02T00:00:00)', end_date: '2027-01-01T00:00:00Z' },
      'INVALID_WINDOW',
    ],
    ['custom without a target', { target_type: 'custom' }, 'INVALID_TARGET', { allowed_targets: RULES.allowedTargets }],
    [
      'a target that is not allowed',
      { target_type: 'custom', target_topic_arn: 'arn:aws:sns:us-east-1:000000000000:x' },
      'INVALID_TARGET',
    ],
    [
      'a FIFO topic',
      { target_type: 'custom', target_topic_arn: 'arn:aws:sns:us-east-1:000000000000:orders-a.fifo' },
      'INVALID_TARGET',
    ],
    ['a target of another type', { target_topic_arn: 'arn:aws:sns:us-east-1:000000000000:orders-a' }, 'INVALID_TARGET'],
    [
      'a sensitive field that is not there',
      { payload: { a: [1] }, sensitive_fields: ['a.1'] },
      'INVALID_SENSITIVE_FIELD',
      { field: 'a.1' },
    ],
    ['a payload that is too large', { payload: { a: 'ü'.repeat(102_397) } }, 'PAYLOAD_TOO_LARGE', { bytes: 204_802 }],
    ['a condition that is too large', { condition: 'x'.repeat(20_000) }, 'INVALID_CONDITION'],
  ];
  it.each(cases)('refuses %s, and writes nothing', async (_, fields, code, details = {}) => {
    const { deps, store, engine } = scheduleWorld();
    await expect(createSchedule(deps)(given(fields), 'me')).rejects.toEqual(refused(code, details));
    expect([store.records.size, store.log.length, engine.schedules.size]).toEqual([0, 0, 0]);
  });

  it('takes an allowed target, never one of the stack, and the largest payload', async () => {
    const { deps } = scheduleWorld({ allowedTargets: ['arn:aws:sns:us-east-1:000000000000:*'] });
    const to = (topic: string) => ({
      target_type: 'custom',
      target_topic_arn: `arn:aws:sns:us-east-1:000000000000:${topic}`,
    });
    const payload = { a: 'ü'.repeat(102_396) };
    const made = await createSchedule(deps)(given({ ...to('orders-a'), payload }), 'me');
    expect(made.schedule.target_topic_arn).toBe(to('orders-a').target_topic_arn);
    const forbidden = given({ name: 'b', ...to('schedule-creation-test') });
    await expect(createSchedule(deps)(forbidden, 'me')).rejects.toEqual(refused('INVALID_TARGET'));
  });

  it.each([
    ['rate(10 minutes)', false],
    ['rate(15 minutes)', true],
    ['cron(0/10 * * * ? *)', false],
    ['cron(55 0/2 * * ? *)', true],
    ['cron(0,50 * * * ? *)', false],
    ['cron(0 0/1 ? * MON *)', true],
  ])('holds %s against the shortest interval', async (schedule_expression, isLongEnough) => {
    const { deps } = scheduleWorld({ shortestIntervalSeconds: 900 });
    const creation = createSchedule(deps)(given({ schedule_expression }), 'me');
    if (isLongEnough) expect((await creation).created).toBe(true);
    else await expect(creation).rejects.toEqual(refused('INTERVAL_TOO_SHORT', { interval_seconds: 600 }));
  });

  it('masks sensitive fields, and opens them for a run', async () => {
    const { deps, store } = scheduleWorld();
    const payload = {
      login: { user: 'u', password: 'p' },
      keys: [{ k: 1 }, { k: { deep: 'd' } }],
      'login.password': 'other',
    };
    const sensitive_fields = ['login.password', 'keys.1.k', 'keys.1.k.deep'];
    const { schedule } = await createSchedule(deps)(given({ payload, sensitive_fields }), 'me');
    expect(schedule.payload).toEqual({
      ...{ login: { user: 'u', password: '***' }, keys: [{ k: 1 }, { k: '***' }], 'login.password': 'other' },
    });
    expect(await openPayload(deps, schedule)).toEqual(payload);
    expect(JSON.stringify(store.log)).not.toContain('"p"');
  });

  it('keeps the record where Scheduler cannot be reached, and the same request again finishes it', async () => {
    const { deps, store, engine } = scheduleWorld();
    const put = engine.put.bind(engine);
    engine.put = () => Promise.reject(new AlmanacError('SCHEDULER_UNAVAILABLE', 'throttled'));
    await expect(createSchedule(deps)(given(), 'me')).rejects.toEqual(refused('SCHEDULE_NOT_IN_SYNC'));
    expect([...store.records.values()]).toEqual([expect.objectContaining({ status: 'active', synced_version: 0 })]);
    engine.put = put;
    const again = await createSchedule(deps)(given(), 'me');
    expect(again).toMatchObject({ created: false, schedule: { synced_version: 1 } });
    expect(engine.schedules.size).toBe(1);
  });

  it('leaves no record behind that Scheduler will never take', async () => {
    const { deps, store, engine } = scheduleWorld();
    engine.put = () => Promise.reject(new AlmanacError('SCHEDULER_REFUSED', 'no'));
    await expect(createSchedule(deps)(given(), 'me')).rejects.toEqual(refused('SCHEDULER_REFUSED'));
    expect([...store.records.values()]).toEqual([expect.objectContaining({ status: 'deleted' })]);
    expect(await store.findByName('daily')).toBeUndefined();
  });

  it('is made once by 50 that ask at once', async () => {
    const { deps, store, engine } = scheduleWorld();
    const made = await Promise.all(Array.from({ length: 50 }, () => createSchedule(deps)(given(), 'me')));
    expect(made.filter(({ created }) => created)).toHaveLength(1);
    expect([store.records.size, engine.schedules.size, store.active('me')]).toEqual([1, 1, 1]);
  });

  it('calls its ports five times at most', async () => {
    const { deps } = scheduleWorld();
    const calls: string[] = [];
    const noted = <Port extends object>(name: string, port: Port): Port =>
      new Proxy(port, {
        get: (target, member) => {
          const method = Reflect.get(target, member);
          if (typeof method !== 'function') return method;
          return (...args: unknown[]) => {
            calls.push(`${name}.${String(member)}`);
            return method.apply(target, args);
          };
        },
      });
    const { store, engine, vault, limits } = deps;
    const watched = {
      ...{ store: noted('store', store), engine: noted('engine', engine) },
      ...{ vault: noted('vault', vault), limits: noted('limits', limits) },
    };
    const input = given({ payload: { t: 1 }, sensitive_fields: ['t'] });
    await createSchedule({ ...deps, ...watched })(input, 'me', { idempotencyKey: 'k' });
    expect(calls).toEqual(['limits.take', 'vault.seal', 'store.insert', 'engine.put', 'store.markSynced']);
  });
});
