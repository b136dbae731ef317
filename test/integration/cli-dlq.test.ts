import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, DeleteBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  almanac,
  cur,
  type Item,
  keyOf,
  lettersAbout,
  outputsWith,
  periodsOf,
  remove,
  report,
  runId,
  untilLetterAbout,
  upload,
  usd,
  waitFor,
} from './cli-steps.ts';
import { s3, sqs } from './sdk.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';

// Three tries at a bad file, on a machine that does other things as well.
describe('a file that failed', () => {
  /** A bucket that the parser may not read, until a policy lets it. */
  const forbidden = { bucket: `almanac-cli-test-${runId}`, key: keyOf('forbidden.csv') };

  it('is shown with its reason everywhere; redriving it after a corrected upload changes nothing', async () => {
    const key = keyOf('bad.csv');
    await upload(key, report('much'));
    const failed = await waitFor(key);
    const reason = 'Row 2, column lineItem/UnblendedCost: "much" is not a number';
    expect(failed.code).toBe(1);
    expect(failed.json).toMatchObject({ error: 'FILE_FAILED', message: expect.stringContaining(reason) });
    const item: Item = failed.json.details.item;
    expect((await cur('files', '--failed')).json).toContainEqual(expect.objectContaining(item)); // it is told of a moment later

    const [letter] = await untilLetterAbout(key);
    expect(letter).toMatchObject({
      queue: 'cur-processing-dlq-dev',
      message_id: item.message_id,
      error: { code: 'BAD_AMOUNT', attempt: 3 },
      reason: expect.stringContaining(reason),
    });
    expect((await lettersAbout(key)).map(({ message_id }: Item) => message_id)).toEqual([item.message_id]);
    expect(await cur('dlq', 'show', item.message_id)).toMatchObject({
      code: 0,
      json: { message_id: item.message_id, body: { source: 'aws.s3', detail: { object: { key } } } },
    });
    expect((await almanac('cur', 'dlq', 'list')).stdout).toContain(reason);
    expect((await almanac('cur', 'dlq', 'show', item.message_id)).stdout).toContain(reason);

    await upload(key, report('8'));
    expect((await waitFor(key)).json).toMatchObject({ status: 'published', totals: usd('8') });
    const one = ['--message', item.message_id];
    const dry = await cur('dlq', 'redrive', ...one, '--dry-run');
    expect(dry.json).toEqual({
      dry_run: true,
      queues: [
        {
          queue: 'cur-processing-dlq-dev',
          target: 'cur-processing-queue-dev',
          messages: 1,
          message_ids: [item.message_id],
          left: [],
        },
      ],
    });
    expect(await lettersAbout(key)).toHaveLength(1);

    const redriven = await cur('dlq', 'redrive', ...one);
    expect(redriven.json).toMatchObject({ dry_run: false, queues: [{ messages: 1, message_ids: [item.message_id] }] });
    await until(
      'it is superseded',
      async (): Promise<Item[]> => (await cur('files')).json,
      (files) => files.some(({ object_id, status }) => object_id === item.object_id && status === 'superseded'),
    );
    expect(await lettersAbout(key)).toEqual([]);
    expect(await periodsOf(item)).toMatchObject([{ state: 'live', rows: 1, totals: usd('8') }]);
    expect(await cur('dlq', 'show', item.message_id)).toMatchObject({ code: 1, json: { error: 'NO_SUCH_MESSAGE' } });
    expect(await cur('dlq', 'redrive', ...one)).toMatchObject({ code: 1, json: { error: 'NO_SUCH_MESSAGE' } });
  });

  it('comes back when its cause is gone: redrive, then wait', async () => {
    const { bucket, key } = forbidden;
    const outputs = ['--outputs', outputsWith({ cur_bucket: bucket })];
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const { ETag = '' } = await upload(key, report('9'), bucket);
    const quick = await cur('wait', key, '--timeout', '1', ...outputs);
    expect(quick).toMatchObject({
      code: 1,
      json: { error: 'TIMED_OUT', message: expect.stringContaining('does not know this upload') },
    });

    const object = { key, size: 100, etag: ETag.replaceAll('"', ''), sequencer: '0A' };
    const event = {
      'detail-type': 'Object Created',
      source: 'aws.s3',
      id: randomUUID(),
      time: new Date().toISOString(),
      detail: { bucket: { name: bucket }, object },
    };
    await sqs.send(new SendMessageCommand({ QueueUrl: stack.cur_queue_url, MessageBody: JSON.stringify(event) }));
    const failed = await waitFor(key, ...outputs);
    expect(failed).toMatchObject({
      code: 1,
      json: { error: 'FILE_FAILED', message: expect.stringContaining('AccessDenied') },
    });
    const { message_id }: Item = failed.json.details.item;
    await untilLetterAbout(key);

    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::000000000000:role/etl-aws-cur-parser-dev' },
          Action: 's3:GetObject',
          Resource: `arn:aws:s3:::${bucket}/*`,
        },
      ],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
    await cur('dlq', 'redrive', '--message', message_id);
    expect(await waitFor(key, ...outputs)).toMatchObject({ code: 0, json: { status: 'published', totals: usd('9') } });
    expect(await lettersAbout(key)).toEqual([]);
  });

  afterAll(async () => {
    await remove(forbidden.key, forbidden.bucket);
    await s3.send(new DeleteBucketCommand({ Bucket: forbidden.bucket }));
  });
});

describe('queues of their own', () => {
  const names = ['queue', 'dlq', 'publish.fifo', 'publish-dlq.fifo', 'delivery-dlq', 'ops-delivery-dlq'];
  const urls = new Map<string, string>();
  const url = (name: string) => urls.get(name) ?? '';
  let outputs: string[] = [];

  const send = (name: string, body: string, group?: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: url(name),
        MessageBody: body,
        MessageAttributes: { origin: { DataType: 'String', StringValue: body } },
        ...(group && { MessageGroupId: group, MessageDeduplicationId: body }),
      }),
    );
  const receiveAll = async (name: string) => {
    const found = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: url(name),
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 60,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (Messages.length === 0) return found;
      found.push(...Messages);
    }
  };

  beforeAll(async () => {
    for (const name of names) {
      const QueueName = `cli-test-${runId}-${name}`;
      const Attributes = name.endsWith('.fifo') ? { FifoQueue: 'true' } : undefined;
      const { QueueUrl = '' } = await sqs.send(
        new CreateQueueCommand({ QueueName, ...(Attributes && { Attributes }) }),
      );
      urls.set(name, QueueUrl);
    }
    outputs = [
      '--outputs',
      outputsWith({
        cur_queue_url: url('queue'),
        cur_dlq_url: url('dlq'),
        cur_publish_queue_url: url('publish.fifo'),
        cur_publish_dlq_url: url('publish-dlq.fifo'),
        cur_delivery_dlq_url: url('delivery-dlq'),
        ops_delivery_dlq_url: url('ops-delivery-dlq'),
      }),
    ];
    for (let i = 0; i < 23; i++) await send('dlq', `file ${i}`);
    for (const group of ['a', 'b', 'c']) for (const n of [1, 2]) await send('publish-dlq.fifo', `${group}${n}`, group);
    await send('delivery-dlq', '{"source":"aws.s3"}');
    await send('delivery-dlq', '{"Type":"Notification"}');
    await send('ops-delivery-dlq', '{"Type":"Notification","Subject":"ALARM"}');
  });

  afterAll(async () => {
    for (const QueueUrl of urls.values()) await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });

  it('are listed in full, again and again', async () => {
    for (let i = 0; i < 2; i++) {
      const { json } = await cur('dlq', 'list', ...outputs);
      expect(json).toHaveLength(32);
      expect(new Set(json.map(({ message_id }: Item) => message_id)).size).toBe(32);
      expect(json[0].reason).toBe('no error recorded: the function was killed or ran out of memory');
    }
    const { json } = await cur('dlq', 'redrive', '--dry-run', ...outputs);
    expect(json.queues.map(({ messages }: { messages: number }) => messages)).toEqual([1, 23, 6, 0]);
    expect(await receiveAll('queue')).toEqual([]);
  });

  it('are emptied into the right queues, with attributes and in the order of each group', async () => {
    const { code, json } = await cur('dlq', 'redrive', ...outputs);
    expect(code).toBe(0);
    expect(json.queues.map(({ messages }: { messages: number }) => messages)).toEqual([1, 23, 6, 0]);
    const files = await receiveAll('queue');
    expect(files.map(({ Body }) => Body).sort()).toEqual(
      [...Array.from({ length: 23 }, (_, i) => `file ${i}`), '{"source":"aws.s3"}'].sort(),
    );
    for (const { Body, MessageAttributes } of files) expect(MessageAttributes?.origin?.StringValue).toBe(Body);
    const groups = new Map<string, string>();
    for (const { Body = '', Attributes } of await receiveAll('publish.fifo')) {
      const group = Attributes?.MessageGroupId ?? '';
      groups.set(group, (groups.get(group) ?? '') + Body);
    }
    expect(Object.fromEntries(groups)).toEqual({ a: 'a1a2', b: 'b1b2', c: 'c1c2' });
    const left = (await cur('dlq', 'list', ...outputs)).json;
    expect(left.map(({ about }: { about: string }) => about)).toEqual(['', 'ALARM']);
    expect((await almanac('cur', 'dlq', 'redrive', ...outputs)).stdout).toContain('alerts that SNS could not deliver');
  });
});
