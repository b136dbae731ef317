import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord, ScheduleCreation, ScheduleInput } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { capturedRun } from '../captured-run.ts';
import { type FakeApi, type FakeRoutes, fakeApi } from '../fake-api.ts';
import { SCHEDULE_ID, sampleRun, sampleSchedule, sampleSummary } from './sample-schedule.ts';

const folder = mkdtempSync(join(tmpdir(), 'almanac-schedules-'));
afterAll(() => rmSync(folder, { recursive: true }));
let fake: FakeApi | undefined;
afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

const start = async (routes: FakeRoutes): Promise<FakeApi> => {
  fake = await fakeApi(routes);
  return fake;
};
/** Runs `schedules ...` against the fake, or against no stack at all where there is none. */
const schedules = (...args: string[]) =>
  capturedRun('schedules', ...args, '--outputs', fake?.outputs ?? join(folder, 'no-stack.json'));

const DEFINITION = [
  ...['--name', 'daily-check', '--expression', 'cron(0 6 * * ? *)', '--tz', 'America/New_York'],
  ...['--target', 'web_action', '--payload', '{"action":"check_tee_times"}'],
];
const notFound = () => Promise.reject(new AlmanacError('SCHEDULE_NOT_FOUND', 'There is no such schedule'));
const ended = (name: string) => new AlmanacError('SCHEDULE_ENDED', `${name} has ended`);

describe('schedules create', () => {
  const created: ScheduleCreation[] = [];
  const routes: FakeRoutes = {
    createSchedule: async ({ body }) => {
      created.push(body);
      return { status: created.length > 1 ? 200 : 201, body: sampleSchedule() };
    },
  };
  afterEach(() => void created.splice(0));

  it('sends what the options say, and shows the schedule and its next runs', async () => {
    await start(routes);
    const { code, stdout } = await schedules(
      ...['create', ...DEFINITION, '--sensitive', 'login', '--group', 'nightly', '--max-runs', '9', '--window', '5'],
      ...[
        '--retries',
        '0',
        '--condition',
        '{"==":[{"var":"weekday"},1]}',
        '--idempotency-key',
        'k1',
        '--end',
        '2030-01-01',
      ],
    );
    expect(created).toEqual([
      {
        name: 'daily-check',
        schedule_expression: 'cron(0 6 * * ? *)',
        timezone: 'America/New_York',
        target_type: 'web_action',
        payload: { action: 'check_tee_times' },
        sensitive_fields: ['login'],
        group: 'nightly',
        end_date: '2030-01-01T00:00:00Z',
        max_runs: 9,
        flexible_window_minutes: 5,
        retry_policy: { max_attempts: 0, max_age_seconds: 3600 },
        condition: { '==': [{ var: 'weekday' }, 1] },
        idempotency_key: 'k1',
      },
    ]);
    expect(stdout).toMatch(/^Created\.\n\nschedule +sched_01jc3k5m8n9p0q1r2s3t4v5w6x\nname +daily-check\n/);
    expect(stdout).toMatch(/\nUTC +LOCAL\n(20\d\d-\d\d-\d\dT1[01]:00:00Z +20\d\d-\d\d-\d\dT06:00:00-0[45]:00\n){3}$/);
    expect(code).toBe(0);
  });

  it('takes a file, which options overrule, and says where a schedule was there', async () => {
    await start(routes);
    const file = join(folder, 'schedule.json');
    const fields = {
      name: 'from-file',
      schedule_expression: 'rate(1 day)',
      target_type: 'notification',
      payload: { a: 1 },
    };
    writeFileSync(file, JSON.stringify(fields));
    expect(await schedules('create', '--file', file)).toMatchObject({ code: 0 });
    const again = await schedules('create', '--file', `@${file}`, '--name', 'other', '--json');
    expect(created.map(({ name, payload }) => ({ name, payload }))).toEqual([
      { name: 'from-file', payload: { a: 1 } },
      { name: 'other', payload: { a: 1 } },
    ]);
    expect(again.json).toMatchObject({ ...sampleSchedule(), created: false, next_executions: { length: 3 } });
  });

  it.each([
    [
      'an expression, with what was meant',
      ['--expression', 'cron(0 0 * * SUN *)'],
      'did you mean cron(0 0 ? * SUN *)?',
    ],
    ['a zone, with what was meant', ['--tz', 'America/New_Yrok'], 'did you mean America/New_York'],
    [
      'a payload that is no object',
      ['--payload', '[1]'],
      '--payload holds no object, which the payload of a schedule is',
    ],
    ['a payload that is no JSON', ['--payload', '{"a"'], '--payload is not JSON'],
    ['a file that is not there', ['--file', 'none.json'], 'There is no file none.json'],
    ['a name that is too long', ['--name', 'x'.repeat(129)], 'name: '],
    ['a retry policy out of bounds', ['--retries', '186'], 'retry_policy.max_attempts: '],
    ['a topic that is none', ['--topic-arn', ''], 'target_topic_arn: '],
  ])('refuses %s, in one sentence and without a stack', async (_, args, sentence) => {
    const { code, stderr, stdout } = await schedules('create', ...DEFINITION, ...args);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('names everything that is missing', async () => {
    expect((await schedules('create', '--json')).json).toMatchObject({
      error: 'INVALID_REQUEST',
      message: expect.stringMatching(/name: It is missing; schedule_expression: It is missing; target_type: /),
    });
  });

  it.each([
    ['--target', 'mail'],
    ['--retries', '-1'],
    ['--start', 'soon'],
    ['--max-runs', '0'],
  ])('says that %s %s is wrong usage', async (...args) => {
    expect(await schedules('create', ...DEFINITION, ...args)).toMatchObject({ code: 2 });
  });

  it('shows what the API refuses, with its code', async () => {
    await start({
      createSchedule: async () => {
        throw new AlmanacError('NAME_TAKEN', 'daily-check is there already, and differs in payload', {
          fields: ['payload'],
        });
      },
    });
    expect(await schedules('create', ...DEFINITION)).toMatchObject({
      code: 1,
      stderr: 'almanac: daily-check is there already, and differs in payload\n',
    });
    expect((await schedules('create', ...DEFINITION, '--json')).json).toMatchObject({
      error: 'NAME_TAKEN',
      details: { fields: ['payload'], status: 409 },
    });
  });
});

describe('schedules list and show', () => {
  const all = Array.from({ length: 5 }, (_, i) => sampleSummary({ name: `check-${i}`, group: 'nightly' }));
  const paged: FakeRoutes = {
    listSchedules: async ({ query: { cursor = '0', limit } }) => {
      const [from, size] = [Number(cursor), Math.min(limit, 2)];
      const next_cursor = from + size < all.length ? `${from + size}` : null;
      return { status: 200, body: { schedules: all.slice(from, from + size), next_cursor } };
    },
  };

  it('shows a page and how to see more, or every page', async () => {
    const api = await start(paged);
    const page = await schedules(
      'list',
      '--group',
      'nightly',
      '--status',
      'active',
      '--target',
      'web_action',
      '--name',
      'c',
    );
    expect(page.stdout).toMatch(/^SCHEDULE +NAME +STATUS +EXPRESSION +ZONE +TARGET +GROUP +NEXT RUN +LAST RUN +RUNS\n/);
    expect(page.stdout).toMatch(/\n\nThere are more: add --all, or --cursor 2\n$/);
    expect(api.requests).toEqual([
      'GET /api/schedules?status=active&group=nightly&target_type=web_action&name_prefix=c',
    ]);
    const every = await schedules('list', '--all', '--json');
    expect(every.json).toEqual({ schedules: all, next_cursor: null });
  });

  it('finds a schedule by its name: the one that is not completed, or the only one', async () => {
    const [running, done] = [
      sampleSummary(),
      sampleSummary({ schedule_id: 'sched_01jc3k5m8n9p0q1r2s3t4v5w6y', status: 'completed' }),
    ];
    const longer = sampleSummary({ schedule_id: 'sched_01jc3k5m8n9p0q1r2s3t4v5w6z', name: 'daily-check-2' });
    let found = [longer, done, running];
    const api = await start({
      listSchedules: async () => ({ status: 200, body: { schedules: found, next_cursor: null } }),
      getSchedule: async ({ params }) => ({ status: 200, body: sampleSchedule({ schedule_id: params.id }) }),
    });
    expect((await schedules('show', 'daily-check', '--json')).json.schedule_id).toBe(SCHEDULE_ID);
    expect(api.requests).toEqual([
      'GET /api/schedules?limit=100&name_prefix=daily-check',
      `GET /api/schedules/${SCHEDULE_ID}`,
    ]);
    found = [longer, done];
    expect((await schedules('show', 'daily-check', '--json')).json.schedule_id).toBe(done.schedule_id);
    found = [done, { ...running, status: 'completed' }];
    expect((await schedules('show', 'daily-check', '--json')).json).toMatchObject({ error: 'AMBIGUOUS_NAME' });
    found = [longer];
    const none = await schedules('show', 'daily-chekc');
    expect(none).toMatchObject({
      code: 1,
      stderr: 'almanac: There is no schedule daily-chekc: did you mean daily-check-2?\n',
    });
  });

  it('takes an id as it is, and shows what the sensitive fields hide', async () => {
    const api = await start({ getSchedule: async () => ({ status: 200, body: sampleSchedule({ in_sync: false }) }) });
    const { stdout } = await schedules('show', SCHEDULE_ID);
    expect(api.requests).toEqual([`GET /api/schedules/${SCHEDULE_ID}`]);
    expect(stdout).toMatch(
      /\nEventBridge +arn:\S+ \(not in step yet\)\n\n\{\n {2}"action": "check_tee_times",\n {2}"login": "\*\*\*"\n\}\n$/,
    );
  });
});

describe('schedules update', () => {
  const stored = sampleSchedule({
    retry_policy: { max_attempts: 3, max_age_seconds: 60 },
    group: 'nightly',
    description: 'x',
  });
  const sent: { body: ScheduleInput; match: string | undefined }[] = [];
  const routes: FakeRoutes = {
    getSchedule: async () => ({ status: 200, body: stored }),
    updateSchedule: async ({ body, headers }) => {
      sent.push({ body, match: headers['if-match'] });
      return { status: 200, body: sampleSchedule({ version: 4 }) };
    },
  };
  afterEach(() => void sent.splice(0));

  it('sends the whole definition with only what is given changed, for the version it saw', async () => {
    await start(routes);
    const { code } = await schedules(
      'update',
      SCHEDULE_ID,
      '--tz',
      'UTC',
      '--retries',
      '5',
      '--clear',
      'description',
      'group',
    );
    expect(sent).toEqual([
      {
        match: '"3"',
        body: {
          name: stored.name,
          schedule_expression: stored.schedule_expression,
          timezone: 'UTC',
          target_type: 'web_action',
          payload: stored.payload,
          sensitive_fields: ['login'],
          retry_policy: { max_attempts: 5, max_age_seconds: 60 },
        },
      },
    ]);
    expect(code).toBe(0);
  });

  it('keeps the topic of a custom target', async () => {
    const arn = 'arn:aws:sns:us-east-1:000000000000:orders';
    const custom = sampleSchedule({ target_type: 'custom', target_topic_arn: arn });
    await start({ ...routes, getSchedule: async () => ({ status: 200, body: custom }) });
    await schedules('update', SCHEDULE_ID, '--description', 'orders');
    expect(sent[0]?.body).toMatchObject({ target_type: 'custom', target_topic_arn: arn, description: 'orders' });
  });

  it('says that somebody else was faster', async () => {
    await start({
      ...routes,
      updateSchedule: () => Promise.reject(new AlmanacError('VERSION_CONFLICT', 'The version is 4', { version: 4 })),
    });
    const { code, stderr } = await schedules('update', SCHEDULE_ID, '--tz', 'UTC');
    expect(stderr).toMatch(
      /^almanac: daily-check was changed by somebody else meanwhile, and not by this: .* run it again\n$/,
    );
    expect(code).toBe(1);
  });

  it('wants something to change', async () => {
    expect(await schedules('update', SCHEDULE_ID)).toMatchObject({ code: 2 });
    expect(await schedules('update', SCHEDULE_ID, '--clear', 'name')).toMatchObject({ code: 2 });
  });
});

describe('schedules pause, resume and delete', () => {
  const other = 'sched_01jc3k5m8n9p0q1r2s3t4v5w6z';

  it('change each that is named, and fail where one could not be changed', async () => {
    await start({
      pauseSchedule: async ({ params: { id } }) => {
        if (id === other) throw ended('nightly');
        return { status: 200, body: sampleSchedule({ status: 'paused' }) };
      },
    });
    const { code, json } = await schedules('pause', other, SCHEDULE_ID, '--json');
    expect(json).toEqual({
      schedules: [{ schedule_id: SCHEDULE_ID, name: 'daily-check', status: 'paused' }],
      failed: [{ schedule: other, error: 'SCHEDULE_ENDED', message: 'nightly has ended' }],
    });
    expect(code).toBe(1);
    expect(await schedules('pause', SCHEDULE_ID)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/daily-check +paused\n$/),
    });
  });

  it('change a whole group', async () => {
    const change = { group: 'nightly', changed: [SCHEDULE_ID], unchanged: [other], failed: [] };
    const api = await start({
      resumeGroup: async () => ({ status: 200, body: change }),
      deleteGroup: async () => ({
        status: 200,
        body: { ...change, unchanged: [], failed: [{ schedule_id: other, error: 'conflict', message: 'Try again' }] },
      }),
    });
    const resumed = await schedules('resume', '--group', 'nightly');
    expect(resumed).toMatchObject({ code: 0, stdout: expect.stringMatching(/6x +active\n.*6z +was active before\n$/) });
    expect(await schedules('delete', '--group', 'nightly')).toMatchObject({
      code: 1,
      stderr: 'almanac: Shall every schedule of the group nightly be deleted? Add --yes to do it\n',
    });
    expect(await schedules('delete', '--group', 'nightly', '--yes')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('not changed: Try again'),
    });
    expect(api.requests).toEqual(['POST /api/schedule-groups/nightly/resume', 'DELETE /api/schedule-groups/nightly']);
  });

  it('want names or a group, not both', async () => {
    expect(await schedules('pause')).toMatchObject({ code: 2 });
    expect(await schedules('pause', SCHEDULE_ID, '--group', 'nightly')).toMatchObject({ code: 2 });
  });

  it('delete one', async () => {
    await start({
      deleteSchedule: async () => ({ status: 200, body: sampleSchedule({ status: 'deleted', next_execution: null }) }),
    });
    expect(await schedules('delete', SCHEDULE_ID, '--yes', '--json')).toMatchObject({ code: 0 });
  });
});

describe('schedules run, runs and changes', () => {
  const running = (states: readonly Partial<RunRecord>[]): FakeRoutes => {
    let looks = 0;
    return {
      getSchedule: async () => ({ status: 200, body: sampleSchedule() }),
      runSchedule: async () => ({ status: 202, body: { schedule_id: SCHEDULE_ID, run_id: 'manual-1' } }),
      listRuns: async () => {
        const state = states[Math.min(looks++, states.length - 1)];
        return { status: 200, body: { runs: state ? [sampleRun(state)] : [], next_cursor: null } };
      },
    };
  };

  it('gives the run its own payload and key, and does not wait', async () => {
    const asked: unknown[] = [];
    await start({
      runSchedule: async ({ body, headers }) => {
        asked.push([body?.payload, headers['idempotency-key']]);
        return { status: 202, body: { schedule_id: SCHEDULE_ID, run_id: 'manual-1' } };
      },
    });
    const { code, stdout } = await schedules('run', SCHEDULE_ID, '--payload', '{"a":1}', '--idempotency-key', 'k');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'The run manual-1 is on its way.\n' });
    await schedules('run', SCHEDULE_ID);
    expect(asked).toEqual([
      [{ a: 1 }, 'k'],
      [undefined, undefined],
    ]);
  });

  it('follows a run to the end of its action, failed tries included', async () => {
    const retrying = { outcome: 'published', action: { outcome: 'retrying', http_status: 503 } } as const;
    const succeeded = { outcome: 'published', action: { outcome: 'succeeded', http_status: 200 } } as const;
    await start(running([{ outcome: 'started' }, { outcome: 'published' }, retrying, succeeded]));
    const { code, stdout } = await schedules('run', SCHEDULE_ID, '--wait');
    expect(stdout).toMatch(/published +succeeded \(HTTP 200\)\n$/);
    expect(code).toBe(0);
  });

  it('ends with 1 where the action failed or no outcome came', async () => {
    const failed = {
      outcome: 'published',
      action: { outcome: 'failed', error: { code: 'OUTBOUND_FAILED', message: 'no such host' } },
    } as const;
    await start(running([failed]));
    expect(await schedules('run', SCHEDULE_ID, '--wait', '--json')).toMatchObject({
      code: 1,
      json: { action: { error: { message: 'no such host' } } },
    });
    await fake?.close();
    await start(running([{ outcome: 'published' }]));
    expect((await schedules('run', SCHEDULE_ID, '--wait', '--timeout', '0', '--json')).json).toMatchObject({
      error: 'TIMED_OUT',
      message:
        'The run manual-1 has no outcome after 0 s: it is published; "almanac schedules runs" shows what becomes of it',
    });
  });

  it('shows runs and changes, latest first as they come', async () => {
    await start({
      listRuns: async () => ({
        status: 200,
        body: {
          runs: [sampleRun({ outcome: 'skipped', reason: 'the condition is false', manual: false })],
          next_cursor: 'c2',
        },
      }),
      listChanges: async () => ({
        status: 200,
        body: {
          changes: [
            {
              at: '2026-11-28T19:00:00.000Z',
              by: 'cli',
              action: 'update',
              version: 2,
              changed: { timezone: { before: 'UTC', after: 'Asia/Tokyo' }, group: { after: 'a' } },
            },
          ],
          next_cursor: null,
        },
      }),
    });
    expect((await schedules('runs', SCHEDULE_ID)).stdout).toMatch(
      / plan +1 +skipped +the condition is false\n\nThere are more: .* --cursor c2\n$/,
    );
    expect((await schedules('changes', SCHEDULE_ID)).stdout).toMatch(
      /update +2 +timezone: "UTC" -> "Asia\/Tokyo"; group: none -> "a"\n$/,
    );
  });

  it('says that a schedule is not there', async () => {
    await start({ listRuns: notFound });
    expect(await schedules('runs', SCHEDULE_ID)).toMatchObject({
      code: 1,
      stderr: 'almanac: There is no such schedule\n',
    });
  });
});

describe('schedules preview, upcoming and groups', () => {
  it('ask the API', async () => {
    const api = await start({
      previewSchedule: async ({ body }) => ({
        status: 200,
        body: { next_executions: [body.from ?? ''], local_times: ['there'], dst_notes: ['a note'], notes: [] },
      }),
      listUpcoming: async () => ({
        status: 200,
        body: {
          runs: [
            {
              schedule_id: SCHEDULE_ID,
              name: 'daily-check',
              run_at: '2026-12-24T11:00:00Z',
              local_time: '2026-12-24T06:00:00-05:00',
              timezone: 'America/New_York',
            },
          ],
          truncated: true,
        },
      }),
      listGroups: async () => ({
        status: 200,
        body: { groups: [{ group: 'nightly', active: 2, paused: 1, completed: 0 }] },
      }),
    });
    const preview = await schedules('preview', 'rate(1 day)', '--from', '2026-12-01');
    expect(preview.stdout).toMatch(/^UTC +LOCAL\n2026-12-01T00:00:00Z {2}there\nnote: a note\n$/);
    const upcoming = await schedules('upcoming', '--from', '2026-12-24', '--to', '2026-12-27', '--limit', '1');
    expect(upcoming.stdout).toMatch(/daily-check\n\nThere are more: raise --limit\n$/);
    expect(api.requests.at(-1)).toBe(
      'GET /api/schedules/upcoming?from=2026-12-24T00%3A00%3A00.000Z&to=2026-12-27T00%3A00%3A00.000Z&limit=1',
    );
    expect((await schedules('groups')).stdout).toMatch(/\nnightly +2 +1 +0\n$/);
    expect(await schedules('preview', 'rate(0 days)')).toMatchObject({ code: 1 });
  });
});

describe('schedules template', () => {
  const template = {
    name: 'heartbeat',
    description: 'Calls an address',
    parameters: { url: { description: 'Address' }, minutes: { default: 5 } },
    schedule: {
      ...{
        name: '{{name}}',
        schedule_expression: 'rate({{minutes}} minutes)',
        timezone: 'UTC',
        target_type: 'web_action' as const,
      },
      payload: { url: '{{url}}' },
    },
    built_in: true,
  };

  it('lists, shows, creates, replaces and deletes', async () => {
    let there = false;
    await start({
      listTemplates: async () => ({ status: 200, body: { templates: [template] } }),
      getTemplate: async () => ({ status: 200, body: template }),
      createTemplate: async ({ body }) => {
        const status = there ? 200 : 201;
        there = true;
        return { status, body };
      },
      deleteTemplate: async () => ({ status: 204 }),
    });
    expect((await schedules('template', 'list')).stdout).toMatch(
      /\nheartbeat +the stack +web_action +url, minutes +Calls an address\n$/,
    );
    expect((await schedules('template', 'show', 'heartbeat')).stdout).toMatch(
      /\nurl +must be given +Address\nminutes +5\n/,
    );
    const { built_in, ...own } = template;
    expect((await schedules('template', 'create', JSON.stringify(own))).stdout).toMatch(/^Created\.\n/);
    expect((await schedules('template', 'create', JSON.stringify(own), '--json')).json).toMatchObject({
      ...own,
      created: false,
    });
    expect(await schedules('template', 'create', '{"name":"UPPER"}')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^almanac: name: A template name is .*; schedule: It is missing\n$/),
    });
    expect(await schedules('template', 'delete', 'heartbeat')).toMatchObject({ code: 1 });
    expect(await schedules('template', 'delete', 'heartbeat', '--yes')).toMatchObject({
      code: 0,
      stdout: 'The template heartbeat is deleted.\n',
    });
  });

  it('makes a schedule of its parameters', async () => {
    const asked: unknown[] = [];
    await start({
      useTemplate: async ({ body }) => {
        asked.push(body);
        return { status: 201, body: sampleSchedule() };
      },
    });
    const { code } = await schedules(
      'template',
      'use',
      'heartbeat',
      '--set',
      'minutes=10',
      '--set',
      'url=https://a.example/?x=1',
      '--group',
      'g',
    );
    expect(asked).toEqual([{ parameters: { minutes: 10, url: 'https://a.example/?x=1' }, group: 'g' }]);
    expect(code).toBe(0);
  });
});
