import type { DeadLetter, RedriveTarget } from '@almanac/aws';
import { RunWorld } from '@almanac/schedules/running/fakes';
import { describe, expect, it } from '@jest/globals';
import { listed } from './dead-letter-queues.ts';
import { redrive } from './redrive.ts';
import { failureOfRun, scheduleDeadLetterQueues } from './schedule-dead-letters.ts';

const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}`;
const queues = scheduleDeadLetterQueues({
  region: 'eu-west-1',
  schedule_runs_table: 'r',
  schedule_runs_queue_url: url('runs'),
  schedule_runs_dlq_url: url('runs-dlq'),
  schedule_commands_queue_url: url('commands'),
  schedule_commands_dlq_url: url('commands-dlq'),
  web_actions_queue_url: url('web-actions'),
  web_actions_dlq_url: url('web-actions-dlq'),
  notifications_queue_url: url('notifications'),
  notifications_dlq_url: url('notifications-dlq'),
  schedule_delivery_dlq_url: url('delivery-dlq'),
});
const schedule_id = 'sched_01jc3k5m8n9p0q1r2s3t4v5w6x';
const planned = '2026-11-28T09:00:00Z';
const run = (changes: object = {}) =>
  JSON.stringify({ kind: 'schedule', schedule_id, scheduled_time: planned, execution_id: 'e1', ...changes });
const delivered = (message: object, attributes: Record<string, string> = {}) =>
  JSON.stringify({
    ...{ Type: 'Notification', MessageId: 'sns', TopicArn: 'arn:t', Message: JSON.stringify(message) },
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value }]),
    ),
  });
const letter = (body: string, attributes = {}): DeadLetter => ({
  ...{ messageId: 'm1', body, attributes, sentAt: '2026-11-28T09:00:42.000Z', receives: 3 },
});

async function sentBack(name: string, held: DeadLetter) {
  const sent: [RedriveTarget['kind'], string, string][] = [];
  const deadLetters = {
    look: async (from: string) => (from === url(name) ? [held] : []),
    moveAll: async () => undefined,
    resend: async (_: string, to: RedriveTarget, bodyOf: (letter: DeadLetter) => string | undefined) => {
      sent.push([to.kind, to.target, bodyOf(held) ?? 'nothing']);
      return [{ messageId: held.messageId, newMessageId: 'new' }];
    },
  };
  const record = { markRedriven: async () => undefined };
  const [result] = await redrive({ queues, deadLetters, record }, { isDryRun: false, now: new Date(0) });
  return { result, sent };
}

describe('the dead-letter queues of schedules', () => {
  it.each([
    ['runs-dlq', 'schedule-runner', 'runs', run()],
    ['commands-dlq', 'schedule-commands', 'commands', delivered({ action: 'create' })],
    ['web-actions-dlq', 'web-action', 'web-actions', delivered({ action: 'check' })],
    ['notifications-dlq', 'notifier', 'notifications', delivered({ message: 'hello' })],
    ['delivery-dlq', 'delivery', 'runs', run()],
  ])('send what is in %s, of %s, back to %s as it is', async (name, consumer, target, body) => {
    const { result, sent } = await sentBack(name, letter(body));
    expect(sent).toEqual([['queue', url(target), body]]);
    expect(result).toMatchObject({ queue: name, consumer, target, messages: 1, left: [] });
  });

  it('send a run that Scheduler could not hand over back as the run that it was', async () => {
    const waiting = run({
      scheduled_time: '<aws.scheduler.scheduled-time>',
      execution_id: '<aws.scheduler.execution-id>',
    });
    const attributes = { ERROR_CODE: 'AWS.SQS.QueueDoesNotExist', SCHEDULED_TIME: planned, EXECUTION_ID: 'e1' };
    const { sent } = await sentBack('delivery-dlq', letter(waiting, attributes));
    expect(sent).toEqual([['queue', url('runs'), run()]]);
  });

  it.each([
    ['a message that SNS could not deliver', delivered({ action: 'create' })],
    ['the start of a function', '{"source":"aws.events","resources":["arn:aws:events:us-east-1:1:rule/daily"]}'],
    ['what is no JSON', 'x'],
  ])('keep %s, which the runner does not take', async (_, body) => {
    const { result, sent } = await sentBack('delivery-dlq', letter(body));
    expect(sent).toEqual([]);
    expect(result).toMatchObject({ messages: 0, left: ['m1'] });
  });

  const listedIn = (name: string, held: DeadLetter, failure?: Parameters<typeof listed>[2]) => {
    const queue = queues.find((one) => one.name === name);
    if (!queue) throw new Error(`no ${name}`);
    return listed(queue, held, failure);
  };

  it.each([
    ['runs-dlq', run(), `${schedule_id} ${planned}`],
    ['runs-dlq', run({ manual: { run_id: `${planned}-a1`, by: 'alice' } }), `${schedule_id} ${planned}-a1`],
    ['runs-dlq', run({ kind: 'topic', schedule_id: 'video-generation-t1' }), `video-generation-t1 ${planned}`],
    ['commands-dlq', delivered({ action: 'create', schedule: { name: 'daily' } }), 'create daily'],
    ['commands-dlq', delivered({ action: 'pause', schedule_id }), `pause ${schedule_id}`],
    ['web-actions-dlq', delivered({ url: 'x' }, { schedule_id, run_id: planned }), `${schedule_id} ${planned}`],
    ['web-actions-dlq', delivered({ url: 'x' }), ''],
    ['web-actions-dlq', '{"Message":5}', ''],
  ])('say what a message of %s is about: %s', (name, body, about) => {
    expect(listedIn(name, letter(body)).about).toBe(about);
  });

  it('say why, as far as it is known, and else where to look', async () => {
    expect(listedIn('runs-dlq', letter(run())).reason).toBe('no error recorded: the log of schedule-runner says why');
    const given = { error_code: 'UNKNOWN_CHANNEL', error_message: 'There is no channel x' };
    expect(listedIn('notifications-dlq', letter(delivered({}), given)).reason).toBe(
      'There is no channel x (UNKNOWN_CHANNEL)',
    );
    const { history } = new RunWorld(planned);
    const begun = await history.begin({ schedule_id, run_id: planned, planned_time: planned, manual: false }, 1);
    if (begun.state !== 'begun') throw new Error(begun.state);
    const error = 'TARGET_TOPIC_NOT_FOUND: There is no topic x: create it';
    await history.finish({ ...begun.run, outcome: 'failed', finished_at: '2026-11-28T09:00:03.000Z', error });
    for (const held of [letter(run()), letter(run({ scheduled_time: '<aws.scheduler.scheduled-time>' }))]) {
      expect(listedIn('runs-dlq', held, await failureOfRun(history)(held))).toMatchObject({
        reason: 'There is no topic x: create it (TARGET_TOPIC_NOT_FOUND)',
        error: { attempt: 1, at: '2026-11-28T09:00:03.000Z' },
      });
    }
    const unread = letter(run({ scheduled_time: 'soon' }));
    expect(listedIn('runs-dlq', unread, await failureOfRun(history)(unread)).reason).toMatch(
      /^The message asks for no run of a schedule: scheduled_time: .*\(BAD_RUN_MESSAGE\)$/,
    );
    expect(await failureOfRun(history)(letter(delivered({})))).toBeUndefined();
    expect(await failureOfRun(history)(letter(run({ schedule_id: 'sched_other' })))).toBeUndefined();
  });
});
