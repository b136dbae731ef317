import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { root } from '../../scripts/local-stack/paths.ts';
import { run } from '../../scripts/local-stack/processes.ts';
import { writeReport } from '../../scripts/sample-report/index.ts';
import { awsConfig, stack } from './stack.ts';

// Three tries at a bad file, on a machine that does other things as well.
jest.setTimeout(180_000);

const s3 = new S3Client(awsConfig);
const sqs = new SQSClient(awsConfig);
const folder = mkdtempSync(join(tmpdir(), 'almanac-cli-'));
const runId = randomUUID().slice(0, 8);

/** Keys of this run; the name is part of the key so that nothing else in the stack is touched. */
const keyOf = (name: string) => `cli-test/${runId}/${name}`;

/** Settings that lead to somebody's account, or nowhere: the command must not care. */
const USERS_OWN = {
  AWS_PROFILE: 'production',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEKEY',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
  AWS_REGION: 'eu-west-1',
  AWS_USE_FIPS_ENDPOINT: 'true',
};

/** Runs the real command; `json` is what it printed, parsed. */
async function almanac(...args: string[]) {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, ...USERS_OWN };
  const { code, stdout, output } = await run(join(root, 'node_modules', '.bin', 'almanac'), args, { env });
  return {
    code,
    stdout,
    output,
    get json() {
      return JSON.parse(stdout);
    },
  };
}
const cur = (...args: string[]) => almanac('cur', ...args, '--json');
const waitFor = (key: string, ...args: string[]) => cur('wait', key, '--timeout', '60', ...args);

const upload = (key: string, Body: string | Buffer, Bucket = stack.cur_bucket) =>
  s3.send(new PutObjectCommand({ Bucket, Key: key, Body }));
const remove = (key: string, Bucket = stack.cur_bucket) => s3.send(new DeleteObjectCommand({ Bucket, Key: key }));

const HEADER = 'lineItem/UsageAccountId,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UnblendedCost';
/** A report of one line item a month, whose account makes its bytes differ from every other. */
const report = (cost: string, account: string = randomUUID(), months = ['2025-01']) =>
  [HEADER, ...months.map((month) => `${account},${month}-05T00:00:00Z,AmazonEC2,${cost}`), ''].join('\n');

const usd = (cost: string) => ({ USD: { unblended_cost: cost, amortized_cost: cost } });
type Item = Record<string, unknown> & { report: string; message_id: string; sequencer: string; status: string };
const periodsOf = async ({ report: name }: Item) =>
  (await cur('status')).json.filter((period: { report: string }) => period.report === name);
const lettersAbout = async (key: string, ...args: string[]) =>
  (await cur('dlq', 'list', ...args)).json.filter(({ about }: { about: string }) => about.endsWith(`/${key}`));

/** Asks until there is an answer. */
async function until<T>(ask: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(500)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`No answer within ${seconds} s`);
}

/** A file of outputs that differ from those of the stack. */
function outputsWith(changes: object): string {
  const file = join(folder, `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify({ ...stack, ...changes }));
  return file;
}

afterAll(() => {
  rmSync(folder, { recursive: true });
  s3.destroy();
  sqs.destroy();
});

describe('using it', () => {
  const COMMANDS = [
    '',
    'cur',
    'cur inspect',
    'cur wait',
    'cur status',
    'cur files',
    'cur reconcile',
    'cur reingest',
    'cur rebuild',
    'cur dlq',
    'cur dlq list',
    'cur dlq show',
    'cur dlq redrive',
  ];

  it.each(COMMANDS)('"almanac %s --help" explains itself', async (command) => {
    const { code, stdout } = await almanac(...command.split(' ').filter(Boolean), '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: almanac ${command}`.trim());
  });

  it.each([
    ['no command', ['cur']],
    ['an unknown command', ['cur', 'nonsense']],
    ['an unknown option', ['cur', 'status', '--nonsense']],
    ['an argument too few', ['cur', 'wait']],
    ['an argument too many', ['cur', 'status', 'x']],
    ['a time-out that is no number', ['cur', 'wait', 'k', '--timeout', 'soon']],
  ])('%s is bad usage', async (_what, args) => {
    const { code, json } = await almanac(...args, '--json');
    expect(code).toBe(2);
    expect(json).toEqual({ error: 'BAD_USAGE', message: expect.any(String), details: {} });
    const forPeople = await almanac(...args);
    expect(forPeople).toMatchObject({ code: 2, stdout: '' });
    expect(forPeople.output).toContain('almanac: ');
  });

  it('runs through npx from the checkout', async () => {
    const env = { PATH: process.env.PATH ?? '', HOME: folder };
    const { code, stdout } = await run('npx', ['--no-install', 'almanac', '--version'], { env, cwd: root });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0.1.0\n' });
  });

  it.each([
    ['NO_STACK', () => join(folder, 'nowhere.json')],
    ['BAD_OUTPUTS', () => outputsWith({ cur_bucket: undefined })],
    ['FOREIGN_ENDPOINT', () => outputsWith({ endpoint_url: 'http://198.51.100.7:4566' })],
    ['STACK_UNREACHABLE', () => outputsWith({ endpoint_url: 'http://127.0.0.1:9' })],
  ])('answers %s with one sentence and exit code 1', async (error, file) => {
    const { code, json } = await cur('status', '--outputs', file());
    expect({ code, json }).toEqual({
      code: 1,
      json: { error, message: expect.any(String), details: expect.any(Object) },
    });
  });
});

describe('inspect', () => {
  it('reads a generated report to the last digit', async () => {
    const file = join(folder, 'sample.csv.gz');
    const truth = await writeReport(file, { rows: 3000, seed: 11, currencies: ['USD', 'EUR'] });
    const { code, json } = await cur('inspect', file, '--daily');
    const totals = Object.entries(truth.totals).map(([currency, { unblended, amortized }]) => [
      currency,
      { unblended_cost: unblended, amortized_cost: amortized },
    ]);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      format: 'cur-legacy',
      rows: 3000,
      amortized: 'full',
      totals: Object.fromEntries(totals),
    });
    const byKey = (a: string, b: string) => (a < b ? -1 : 1);
    const flat = (row: Record<string, unknown>, unblended: unknown, amortized: unknown) =>
      [
        row.billing_period,
        row.usage_date,
        row.account_id,
        row.service_code,
        row.region,
        row.charge_category,
        row.currency,
        row.line_items,
        unblended,
        amortized,
      ].join('|');
    expect(
      json.daily.map((row: Record<string, unknown>) => flat(row, row.unblended_cost, row.amortized_cost)).sort(byKey),
    ).toEqual((truth.daily ?? []).map((row) => flat(row, row.unblended, row.amortized)).sort(byKey));
  });

  it('needs no stack, and prints daily rows only when asked', async () => {
    const file = join(folder, 'small.csv');
    writeFileSync(file, report('1.5', '7'));
    const { json } = await cur('inspect', file);
    expect(json).toEqual({ format: 'cur-legacy', rows: 1, totals: usd('1.5'), amortized: 'full', warnings: [] });
    expect((await almanac('cur', 'inspect', file)).stdout).toContain('1.5 USD');
  });

  it('names what is wrong with a file', async () => {
    const file = join(folder, 'bad.csv');
    writeFileSync(file, report('plenty'));
    expect(await cur('inspect', file)).toMatchObject({ code: 1, json: { error: 'BAD_AMOUNT', details: { row: 2 } } });
    const missing = await almanac('cur', 'inspect', join(folder, 'missing.csv'));
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.output).toMatch(/^almanac: There is no such file: .*missing\.csv\n$/);
  });
});

describe('following an upload', () => {
  it('waits until it is published; status and files show it', async () => {
    const key = keyOf('a report + ü.csv');
    await upload(key, report('12.000000000000000001'));
    const { code, json: item } = await waitFor(key);
    expect(code).toBe(0);
    expect(item).toMatchObject({
      kind: 'object',
      key,
      status: 'published',
      rows: 1,
      totals: usd('12.000000000000000001'),
    });
    expect(await periodsOf(item)).toEqual([
      {
        report: item.report,
        billing_period: '2025-01',
        delivery_id: item.object_id,
        files: [key],
        rows: 1,
        totals: usd('12.000000000000000001'),
        published_at: expect.stringMatching(/^\d{4}-.*Z$/),
        state: 'live',
        shadow: false,
        waiting: null,
      },
    ]);
    const files: Item[] = (await cur('files')).json;
    expect(files.find((file) => file.key === key)).toEqual(item);
    const changed = files.map(({ updated_at }) => `${updated_at}`);
    expect(changed).toEqual([...changed].sort().reverse());
    expect((await cur('files', '--limit', '1')).json).toHaveLength(1);
    expect((await almanac('cur', 'wait', `s3://${stack.cur_bucket}/${key}`)).stdout).toMatch(/^status +published$/m);
    expect((await almanac('cur', 'files')).stdout).toContain(key);
    expect((await almanac('cur', 'status')).stdout).toContain('12.000000000000000001 USD');
  });

  it('takes the same bytes uploaded again for a new upload', async () => {
    const key = keyOf('twice.csv');
    const bytes = report('3');
    const seen: string[] = [];
    for (let i = 0; i < 3; i++) {
      await upload(key, bytes);
      const { json: item } = await waitFor(key);
      expect(item.status).toBe('published');
      seen.push(item.sequencer);
    }
    expect(new Set(seen).size).toBe(3);
    expect([...seen].sort()).toEqual(seen);
    await upload(key, bytes);
    await upload(key, bytes);
    const { json: last } = await waitFor(key);
    const own: Item[] = (await cur('files')).json.filter((file: Item) => file.key === key);
    expect(own).toHaveLength(5);
    expect(own.every(({ sequencer }) => sequencer <= last.sequencer)).toBe(true);
    expect((await periodsOf(last))[0]).toMatchObject({ delivery_id: last.object_id, totals: usd('3') });
  });

  it('waits for the months that a corrected upload no longer has', async () => {
    const [key, account] = [keyOf('corrected.csv'), randomUUID()];
    await upload(key, report('3', account, ['2025-01', '2025-02']));
    await waitFor(key);
    await upload(key, report('4', account, ['2025-02']));
    const { json: item } = await waitFor(key);
    expect(await periodsOf(item)).toMatchObject([
      { billing_period: '2025-01', state: 'withdrawn', delivery_id: null, totals: {} },
      { billing_period: '2025-02', state: 'live', totals: usd('4') },
    ]);
  });

  it('waits for a deletion, and for the copy that counts from then on', async () => {
    const [key, copy] = [keyOf('1-original.csv'), keyOf('2-copy.csv')];
    const bytes = report('5');
    await upload(key, bytes);
    const { json: original } = await waitFor(key);
    await upload(copy, bytes);
    const { code, json: duplicate } = await waitFor(copy);
    expect({ code, duplicate }).toMatchObject({ code: 0, duplicate: { status: 'duplicate', duplicate_of: key } });
    await remove(key);
    const deleted = await waitFor(key);
    expect(deleted).toMatchObject({ code: 0, json: { kind: 'deletion', key } });
    expect(await periodsOf(original)).toMatchObject([{ state: 'withdrawn', totals: {} }]);
    expect(await periodsOf(duplicate)).toMatchObject([{ state: 'live', totals: usd('5') }]);
    expect((await waitFor(copy)).json).toMatchObject({ status: 'published' });
  });

  it('ends with what is ignored', async () => {
    const key = keyOf('create-table.sql');
    await upload(key, 'select 1');
    expect(await waitFor(key)).toMatchObject({ code: 0, json: { status: 'ignored' } });
    await remove(key);
    expect(await waitFor(key)).toMatchObject({ code: 0, json: { status: 'ignored' } });
  });

  it('says that it knows no such object, or another bucket', async () => {
    expect(await waitFor(keyOf('never.csv'))).toMatchObject({ code: 1, json: { error: 'NO_SUCH_OBJECT' } });
    expect(await waitFor('s3://elsewhere/a.csv')).toMatchObject({ code: 1, json: { error: 'OTHER_BUCKET' } });
  });
});

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
    expect((await cur('files', '--failed')).json).toContainEqual(item);

    const [letter] = await until(async () => {
      const letters = await lettersAbout(key);
      return letters.length > 0 ? letters : undefined;
    });
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
    await until(async () => {
      const files: Item[] = (await cur('files')).json;
      return files.find(({ object_id, status }) => object_id === item.object_id && status === 'superseded');
    });
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
    await until(async () => ((await lettersAbout(key)).length > 0 ? true : undefined));

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
  const names = ['queue', 'dlq', 'publish.fifo', 'publish-dlq.fifo', 'delivery-dlq'];
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
      }),
    ];
    for (let i = 0; i < 23; i++) await send('dlq', `file ${i}`);
    for (const group of ['a', 'b', 'c']) for (const n of [1, 2]) await send('publish-dlq.fifo', `${group}${n}`, group);
    await send('delivery-dlq', '{"source":"aws.s3"}');
    await send('delivery-dlq', '{"Type":"Notification"}');
  });

  afterAll(async () => {
    for (const QueueUrl of urls.values()) await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });

  it('are listed in full, again and again', async () => {
    for (let i = 0; i < 2; i++) {
      const { json } = await cur('dlq', 'list', ...outputs);
      expect(json).toHaveLength(31);
      expect(new Set(json.map(({ message_id }: Item) => message_id)).size).toBe(31);
      expect(json[0].reason).toBe('no error recorded: the function was killed or ran out of memory');
    }
    const { json } = await cur('dlq', 'redrive', '--dry-run', ...outputs);
    expect(json.queues.map(({ messages }: { messages: number }) => messages)).toEqual([1, 23, 6]);
    expect(await receiveAll('queue')).toEqual([]);
  });

  it('are emptied into the right queues, with attributes and in the order of each group', async () => {
    const { code, json } = await cur('dlq', 'redrive', ...outputs);
    expect(code).toBe(0);
    expect(json.queues.map(({ messages }: { messages: number }) => messages)).toEqual([1, 23, 6]);
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
    expect(left).toHaveLength(1);
    expect((await almanac('cur', 'dlq', 'redrive', ...outputs)).stdout).toContain('alerts that SNS could not deliver');
  });
});
