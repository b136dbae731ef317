import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { type Policy, rolePolicy } from './role-policy.ts';
import { logLines } from './steps.ts';

const CHANGES = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
/** Granted to the functions of schedules, and used by no SDK call of the tests before. */
const EXEMPT: Record<string, readonly string[]> = {
  'schedules-api': [],
  'content-schedules-api': [],
  'schedule-commands': ['sqs:SendMessage'], // an event that the bus did not take
  'schedule-runner': ['sqs:SendMessage'], // the same
  'web-action': ['sqs:SendMessage'], // a final failure that belongs to no run
  // The same; requests are signed for the channel webhook only, which the local stack does not have; and a claim is read only
  // where it was there before.
  notifier: ['sqs:SendMessage', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'dynamodb:GetItem'],
};
type Name = keyof typeof EXEMPT;
/** A transaction needs the action of each item in it; the log does not name them. `iam:PassRole` is no call at all. */
const BESIDES: Record<string, readonly string[]> = {
  'DynamoDB:TransactWriteItems': CHANGES,
  'Scheduler:CreateSchedule': ['scheduler:CreateSchedule', 'iam:PassRole'],
};
/** What services do with the role: event source mapping, log delivery, tracing, encryption of topics. */
const BY_SERVICES = /^(sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)|logs:\w+|xray:\w+|kms:\w+)$/;
/** Of a queue only where a try fails. */
const ON_FAILURE = ['sqs:ChangeMessageVisibility'];

const actionsOf = (call: string): readonly string[] => {
  const [service = '', operation] = call.split(':');
  const name = service === 'EventBridge' ? 'events' : service.toLowerCase();
  return BESIDES[call] ?? [`${name}:${operation}`];
};
const granted = ({ Statement }: Policy): string[] => [...new Set(Statement.flatMap(({ Action }) => Action))].sort();

/** What the function has called since the stack is up. */
const callsOf = async (name: Name): Promise<string[]> => {
  const lines = await logLines(name, 0, '"aws call"');
  return [...new Set(lines.flatMap(({ call }) => z.string().safeParse(call).data ?? []))].sort();
};

// Runs after all others, which use schedules in every way there is.
describe.each(Object.keys(EXEMPT))('the permissions of %s', (name) => {
  it('suffice', async () => {
    const policy = granted(await rolePolicy(`${name}-dev`));
    const calls = await callsOf(name);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) expect({ call, missing: missing(call, policy) }).toEqual({ call, missing: [] });
    expect(await logLines(name, 0, 'AccessDenied')).toEqual([]);
  });

  it('are used, all of them', async () => {
    const used = new Set((await callsOf(name)).flatMap(actionsOf));
    const spared = [...(EXEMPT[name] ?? []), ...ON_FAILURE];
    const isUnused = (action: string) => !used.has(action) && !BY_SERVICES.test(action) && !spared.includes(action);
    expect(granted(await rolePolicy(`${name}-dev`)).filter(isUnused)).toEqual([]);
  });

  it('name every action, and every resource but those of tracing, which has none', async () => {
    const { Statement } = await rolePolicy(`${name}-dev`);
    for (const { Action, Resource } of Statement) {
      for (const action of Action) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
      expect(Resource.includes('*')).toBe(Action.every((action) => /^xray:/.test(action)));
    }
  });
});

/** A transaction is refused for each action that the role lacks; which of them it used is not known. */
const missing = (call: string, policy: readonly string[]): readonly string[] =>
  call === 'DynamoDB:TransactWriteItems' ? [] : actionsOf(call).filter((action) => !policy.includes(action));
