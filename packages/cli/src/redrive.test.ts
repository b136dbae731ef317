import type { DeadLetter, RedriveTarget } from '@almanac/aws';
import { describe, expect, it } from '@jest/globals';
import { curDeadLetterQueues } from './cur-dead-letters.ts';
import { type DeadLetterQueue, listed } from './dead-letter-queues.ts';
import { redrive } from './redrive.ts';

const url = (name: string) => `http://127.0.0.1:4566/000000000000/${name}`;
const outputs = {
  region: 'us-east-1',
  cur_bucket: 'b',
  cost_daily_table: 'c',
  cur_ledger_table: 't',
  cur_queue_url: url('queue'),
  cur_dlq_url: url('dlq'),
  cur_publish_queue_url: url('publish.fifo'),
  cur_publish_dlq_url: url('publish-dlq.fifo'),
  cur_delivery_dlq_url: url('delivery'),
  ops_delivery_dlq_url: url('ops-delivery'),
  glue_database: 'g',
  glue_table: 'f',
  athena_workgroup: 'w',
  shadow_report_prefixes: [],
};
const s3Event = JSON.stringify({ source: 'aws.s3', detail: { bucket: { name: 'b' }, object: { key: 'k' } } });
const letter = (messageId: string, body = s3Event, attributes = {}): DeadLetter => ({
  messageId,
  body,
  attributes,
  sentAt: '2025-01-01T00:00:00.000Z',
  receives: 3,
});
const now = new Date('2025-01-02T00:00:00Z');

/** A stack whose queues hold the given letters; `offersMove` as AWS does and the emulator does not. */
function stackWith(
  letters: Record<string, DeadLetter[]>,
  offersMove = false,
  queues: readonly DeadLetterQueue[] = curDeadLetterQueues(outputs),
) {
  const done: string[] = [];
  const held = (queueUrl: string) => letters[queueUrl.split('/').at(-1) ?? ''] ?? [];
  const ports = {
    queues,
    deadLetters: {
      look: async (from: string) => held(from),
      resend: async (from: string, to: RedriveTarget, bodyOf: (letter: DeadLetter) => string | undefined) =>
        held(from).flatMap((one) => {
          const body = bodyOf(one);
          if (body === undefined) return [];
          const { messageId } = one;
          done.push(`resend ${messageId} to ${to.target.split('/').at(-1)}${body === one.body ? '' : ` as ${body}`}`);
          return { messageId, newMessageId: `new-${messageId}` };
        }),
      moveAll: async (from: string, to: string) => {
        if (!offersMove) return undefined;
        done.push(`move ${from.split('/').at(-1)} to ${to.split('/').at(-1)}`);
        return held(from).length;
      },
    },
    record: {
      markRedriven: async (messageId: string, at: Date) => {
        expect(at).toBe(now);
        done.push(`mark ${messageId}`);
      },
    },
  };
  return { ports, done };
}

describe('redrive', () => {
  const queues = { dlq: [letter('m1'), letter('m2')], 'publish-dlq.fifo': [letter('m3', '{}')] };

  it('lets SQS move everything where it can', async () => {
    const { ports, done } = stackWith(queues, true);
    expect(await redrive(ports, { isDryRun: false, now })).toEqual([
      { queue: 'dlq', target: 'queue', method: 'move', messages: 2, message_ids: ['m1', 'm2'], left: [] },
      { queue: 'publish-dlq.fifo', target: 'publish.fifo', method: 'move', messages: 1, message_ids: ['m3'], left: [] },
    ]);
    expect(done).toEqual([
      'move dlq to queue',
      'mark m1',
      'mark m2',
      'move publish-dlq.fifo to publish.fifo',
      'mark m3',
    ]);
  });

  it('sends one by one where SQS cannot move', async () => {
    const { ports, done } = stackWith(queues);
    const [first] = await redrive(ports, { isDryRun: false, now });
    expect(first).toMatchObject({ method: 'resend', messages: 2, new_message_ids: ['new-m1', 'new-m2'] });
    expect(done).toContain('resend m3 to publish.fifo');
    expect(done).toContain('mark m2');
  });

  it('sends a single message even where SQS could move all', async () => {
    const { ports, done } = stackWith(queues, true);
    const results = await redrive(ports, { isDryRun: false, now, message: 'm2' });
    expect(results).toEqual([
      {
        queue: 'dlq',
        target: 'queue',
        method: 'resend',
        messages: 1,
        message_ids: ['m2'],
        new_message_ids: ['new-m2'],
        left: [],
      },
    ]);
    expect(done).toEqual(['resend m2 to queue', 'mark m2']);
  });

  it('does nothing in a dry run', async () => {
    const { ports, done } = stackWith(queues, true);
    expect(await redrive(ports, { isDryRun: true, now })).toEqual([
      { queue: 'dlq', target: 'queue', messages: 2, message_ids: ['m1', 'm2'], left: [] },
      { queue: 'publish-dlq.fifo', target: 'publish.fifo', messages: 1, message_ids: ['m3'], left: [] },
    ]);
    expect(done).toEqual([]);
  });

  it('sends undelivered S3 events to the processing queue one by one, and leaves undelivered alerts and runs of the cleanup', async () => {
    const { ports, done } = stackWith(
      {
        delivery: [
          letter('m4'),
          letter('m5', '{"Type":"Notification"}'),
          letter('m6', 'x'),
          letter('m7', '{"source":"aws.events"}'),
        ],
      },
      true,
    );
    expect(await redrive(ports, { isDryRun: false, now })).toMatchObject([
      { queue: 'delivery', method: 'resend', message_ids: ['m4'], left: ['m5', 'm6', 'm7'] },
    ]);
    expect(done).toEqual(['resend m4 to queue', 'mark m4']);
  });

  it('leaves alarms that nobody took where they are', async () => {
    const { ports, done } = stackWith({ 'ops-delivery': [letter('m8')] }, true);
    expect(await redrive(ports, { isDryRun: false, now })).toEqual([
      { queue: 'ops-delivery', messages: 0, message_ids: [], left: ['m8'] },
    ]);
    expect(done).toEqual([]);
  });

  it('says that it does not find a message', async () => {
    const { ports } = stackWith(queues);
    await expect(redrive(ports, { isDryRun: true, now, message: 'nix' })).rejects.toMatchObject({
      code: 'NO_SUCH_MESSAGE',
    });
    expect(await redrive(stackWith({}).ports, { isDryRun: false, now })).toEqual([]);
  });
});

describe('listed', () => {
  const queue: DeadLetterQueue = {
    name: 'dlq',
    url: url('dlq'),
    target: { kind: 'queue', target: url('queue'), name: 'queue' },
    isFedBySqs: true,
    bodyFor: ({ body }) => body,
    unrecorded: 'nobody knows',
  };
  const last_error = { code: 'BAD', message: 'bad row', attempt: 3, at: 't' };

  it("joins a message with the ledger's error", () => {
    expect(listed(queue, letter('m'), { last_error })).toMatchObject({
      queue: 'dlq',
      message_id: 'm',
      about: 's3://b/k',
      error: last_error,
      reason: 'bad row (BAD)',
    });
  });

  it('says what its queue says where there is no error', () => {
    expect(listed(queue, letter('m'), undefined)).toMatchObject({ error: null, reason: 'nobody knows' });
    const reasons = curDeadLetterQueues(outputs).map((one) => listed(one, letter('m'), undefined).reason);
    expect(new Set(reasons)).toEqual(new Set(['no error recorded: the function was killed or ran out of memory']));
  });

  it('takes the error of an undelivered event from its attributes', () => {
    const attributes = { ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'not allowed' };
    expect(listed(queue, letter('m', s3Event, attributes), undefined).reason).toBe('not allowed (NO_PERMISSIONS)');
  });

  it('tells of a run of the cleanup that Lambda gave up', () => {
    const functionArn = 'arn:aws:lambda:us-east-1:123456789012:function:cur-cleanup-dev:$LATEST';
    const run = {
      requestContext: { functionArn, condition: 'RetriesExhausted' },
      responsePayload: { errorType: 'AlmanacError', errorMessage: '1 delivery could not be cleaned' },
    };
    expect(listed(queue, letter('m', JSON.stringify(run)), undefined)).toMatchObject({
      about: functionArn,
      reason: '1 delivery could not be cleaned (AlmanacError)',
    });
    const tooOld = JSON.stringify({ requestContext: { functionArn, condition: 'EventAgeExceeded' } });
    expect(listed(queue, letter('m', tooOld), undefined).reason).toBe('no message (EventAgeExceeded)');
  });

  it.each([
    [
      'arn:aws:events:us-east-1:1:rule/daily',
      '{"source":"aws.events","resources":["arn:aws:events:us-east-1:1:rule/daily"]}',
    ],
    ['ALARM: "queue" in EU', '{"Type":"Notification","Subject":"ALARM: \\"queue\\" in EU"}'],
    ['a 2025-01', '{"report":"a","billingPeriod":"2025-01"}'],
    ['', 'no json'],
    ['', 'null'],
    ['', '{"detail":{}}'],
  ])('reads %j from %s', (about, body) => {
    expect(listed(queue, letter('m', body), undefined).about).toBe(about);
  });
});
