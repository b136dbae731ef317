import { scheduleCreation, scheduleTemplate } from '@almanac/contracts';
import { AlmanacError, fixedClock } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { webRequestOf } from '../actions/web-request.ts';
import { MemoryScheduleEngine, MemoryScheduleStore, MemoryVault, MemoryWriteLimits } from '../changes/fakes.ts';
import { checkCondition } from '../conditions/check-condition.ts';
import { parseExpression } from '../expressions/parse-expression.ts';
import { BUILT_IN_TEMPLATES } from './built-in-templates.ts';
import { checkTemplate } from './check-template.ts';
import { MemoryTemplates } from './fakes.ts';
import { createTemplate, deleteTemplate, getTemplate, listTemplates } from './keep-templates.ts';
import { renderTemplate } from './render-template.ts';
import { useTemplate } from './use-template.ts';

type Template = ReturnType<typeof template>;
const template = (changes: Record<string, unknown> = {}) =>
  scheduleTemplate.parse({
    name: 'own',
    parameters: { name: {}, hour: { default: 6 }, retries: { default: 3 }, dry: { default: true } },
    schedule: {
      name: 'check {{name}}',
      schedule_expression: 'cron(0 {{hour}} * * ? *)',
      target_type: 'web_action',
      payload: { n: '{{retries}}', text: 'n={{ retries }}', nested: [{ dry: '{{dry}}' }], plain: 1 },
    },
    ...changes,
  });

describe('a template', () => {
  it('gives a schedule: texts with the values in them, and values of their own type where they stand alone', () => {
    expect(renderTemplate(template(), { name: 'x', hour: 7 })).toEqual({
      name: 'check x',
      schedule_expression: 'cron(0 7 * * ? *)',
      timezone: 'UTC',
      target_type: 'web_action',
      payload: { n: 3, text: 'n=3', nested: [{ dry: true }], plain: 1 },
    });
  });

  it('evaluates nothing that a value says', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('{{hour}}', '$&', '{{name}}', '$1')), (name) => {
        expect(renderTemplate(template(), { name }).name).toBe(`check ${name}`);
      }),
    );
  });

  it('names all parameters that are missing, and all that it does not have', () => {
    const two = template({ parameters: { name: {}, hour: {}, retries: {}, dry: {} } });
    expect(() => renderTemplate(two, { dry: false, name: 'x' })).toThrow('needs a value for: hour, retries');
    expect(() => renderTemplate(template(), { name: 'x', hours: 1, z: 2 })).toThrow(
      'Template own has no parameter hours (did you mean hour?), z; it takes name, hour, retries, dry',
    );
    expect(() => renderTemplate(template(), { constructor: 1 })).toThrow('no parameter constructor');
  });

  const faults: [string, Record<string, unknown>][] = [
    [
      'schedule.name: {{nmae}} is not declared',
      { parameters: {}, schedule: { ...template().schedule, name: '{{nmae}}' } },
    ],
    ['parameters.spare: it is not used', { parameters: { ...template().parameters, spare: {} } }],
    [
      'the key "{{name}}" holds a placeholder',
      { schedule: { ...template().schedule, payload: { '{{name}}': '{{retries}}{{dry}}' } } },
    ],
    [
      'schedule.schedule_expression: Invalid schedule expression',
      { parameters: { ...template().parameters, hour: { default: 25 } } },
    ],
    [
      'it must be rate(...), at(...) or cron(...)',
      { schedule: { ...template().schedule, schedule_expression: 'daily {{hour}} {{name}}' } },
    ],
    ['schedule.timezone: "Nowhere" is no time zone', { schedule: { ...template().schedule, timezone: 'Nowhere' } }],
    [
      'schedule.condition: The condition is not usable',
      { schedule: { ...template().schedule, condition: { equals: [1, '{{name}}'] } } },
    ],
    [
      'schedule.group: A group is',
      {
        parameters: {},
        schedule: { name: 'n', schedule_expression: 'rate(1 hour)', target_type: 'custom', group: 'a b' },
      },
    ],
  ];
  it.each(faults)('is refused: %s', (reason, changes) => {
    const failure = expect.objectContaining({ code: 'INVALID_TEMPLATE', message: expect.stringContaining(reason) });
    expect(() => checkTemplate(template(changes))).toThrow(failure);
  });

  it('may leave to its use what its parameters decide', () => {
    const open = (schedule_expression: string) =>
      template({
        parameters: { when: {}, field: {} },
        schedule: {
          name: 'n',
          schedule_expression,
          target_type: 'notification',
          condition: { '==': [{ var: 'payload.{{field}}' }, '{{field}}'] },
        },
      });
    for (const expression of ['{{when}}', 'at({{when}})', 'cron({{when}} * * ? *)']) checkTemplate(open(expression));
  });
});

describe('templates', () => {
  const setup = () => {
    const clock = fixedClock('2026-11-28T09:00:00Z');
    const store = new MemoryScheduleStore(clock);
    const deps = {
      templates: new MemoryTemplates(),
      store,
      clock,
      engine: new MemoryScheduleEngine(clock),
      vault: new MemoryVault(),
      limits: new MemoryWriteLimits(50, clock),
      rules: {
        quotaPerCaller: 10,
        shortestIntervalSeconds: 60,
        targetTopics: { web_action: 'a', notification: 'n' },
        allowedTargets: [],
        forbiddenTargets: [],
        maxPayloadBytes: 1_000,
      },
      newId: () => 'sched_1',
      checkCondition,
    };
    return { deps, store };
  };

  it('are created, replaced by whoever made them, listed and deleted', async () => {
    const { deps } = setup();
    expect(await createTemplate(deps)(template(), 'alice')).toMatchObject({
      outcome: 'created',
      template: { created_by: 'alice' },
    });
    const described = { ...template(), description: 'd', created_by: 'mallory', built_in: true };
    expect(await createTemplate(deps)(described, 'alice')).toMatchObject({ outcome: 'replaced' });
    expect(await getTemplate(deps)('own')).toMatchObject({ description: 'd', created_by: 'alice', built_in: false });
    const { templates } = await listTemplates(deps)();
    expect(templates.map(({ name }) => name)).toEqual([
      ...[
        'business-hours-poll',
        'daily-web-check',
        'month-end-report',
        'one-time-reminder',
        'own',
        'weekly-notification',
      ],
    ]);
    expect(templates.every((one) => scheduleTemplate.safeParse(one).success)).toBe(true);
    await deleteTemplate(deps)('own', 'alice');
    await expect(getTemplate(deps)('own')).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' });
  });

  it('of others, and those that come with the stack, stay as they are', async () => {
    const { deps } = setup();
    const write = (one: Template, caller: string) => createTemplate(deps)(one, caller);
    await write(template(), 'alice');
    await expect(write(template(), 'bob')).rejects.toMatchObject({ code: 'TEMPLATE_TAKEN' });
    await expect(deleteTemplate(deps)('own', 'bob')).rejects.toMatchObject({ code: 'TEMPLATE_TAKEN' });
    await expect(deleteTemplate(deps)('own2', 'bob')).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' });
    const builtIn = template({ name: 'daily-web-check' });
    await expect(write(builtIn, 'alice')).rejects.toMatchObject({ code: 'TEMPLATE_BUILT_IN' });
    await expect(deleteTemplate(deps)('daily-web-check', 'alice')).rejects.toMatchObject({ code: 'TEMPLATE_BUILT_IN' });
    await expect(getTemplate(deps)('daily-web-chek')).rejects.toThrow('did you mean daily-web-check?');
  });

  it('make schedules that are created as if their user had sent them', async () => {
    const { deps, store } = setup();
    const parameters = { name: 'morning-check', hour: 6, url: 'https://api.example.com/check' };
    const use = { parameters, group: 'g', idempotency_key: 'k' };
    expect(await useTemplate(deps)('daily-web-check', use, 'alice')).toMatchObject({
      created: true,
      schedule: {
        name: 'morning-check',
        schedule_expression: 'cron(0 6 * * ? *)',
        timezone: 'UTC',
        target_type: 'web_action',
        target_topic_arn: 'a',
        payload: { url: 'https://api.example.com/check', method: 'GET', timeout_ms: 10_000 },
        group: 'g',
        created_by: 'alice',
      },
    });
    expect(await useTemplate(deps)('daily-web-check', use, 'alice')).toMatchObject({ created: false });
    const nameless = useTemplate(deps)('daily-web-check', { parameters: { name: '', url: 'u' } }, 'alice');
    await expect(nameless).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      details: { problems: [{ field: 'name' }] },
    });
    const late = useTemplate(deps)('daily-web-check', { parameters: { name: 'n', url: 'u', hour: 24 } }, 'alice');
    await expect(late).rejects.toMatchObject({ code: 'INVALID_SCHEDULE_EXPRESSION' });
    expect(store.records.size).toBe(1);
  });

  it('hold 16 KB of payload at most', async () => {
    const { deps } = setup();
    const { schedule } = template();
    const large = template({ schedule: { ...schedule, payload: { ...schedule.payload, x: 'x'.repeat(16 * 1024) } } });
    await expect(createTemplate(deps)(large, 'alice')).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  it.each(BUILT_IN_TEMPLATES.map((one) => [one.name, one] as const))('include %s, which is usable', (_, one) => {
    checkTemplate(one);
    expect(scheduleTemplate.safeParse(one).error).toBeUndefined();
    const values = { name: 'n', url: 'https://api.example.com', report: 'r', message: 'm', at: '2026-12-24T09:00:00' };
    const given = Object.fromEntries(Object.entries(values).filter(([name]) => name in one.parameters));
    const { data, error } = scheduleCreation.safeParse(renderTemplate(one, given));
    expect(error).toBeUndefined();
    expect(() => parseExpression(data?.schedule_expression ?? '')).not.toThrow(AlmanacError);
    if (data?.target_type === 'web_action') expect(webRequestOf(data.payload, undefined).url).toBe(values.url);
    else expect(data?.payload).toMatchObject({ message: 'm' });
  });
});
