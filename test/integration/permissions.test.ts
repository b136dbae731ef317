import { randomUUID } from 'node:crypto';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { almanac } from './almanac.ts';
import { makeOld, pretendShadow, runCleanup, untilCounted } from './cleaning.ts';
import { takeDeadLetters } from './dead-letters.ts';
import { deliverAll, makeDelivery, PERIOD } from './delivered.ts';
import { makeReport } from './reports.ts';
import { type Policy, rolePolicy } from './role-policy.ts';
import { dynamo, eventBridge, s3, sqs } from './sdk.ts';
import { stack } from './stack.ts';
import { logLines, newFolder, remove, untilPeriods, untilPublished, untilStory, upload } from './steps.ts';
import { quiet, until } from './until.ts';

const FUNCTIONS = [
  'etl-aws-cur-parser',
  'cur-publish',
  'cur-cleanup',
  'event-audit',
  'event-outbox',
  'media-file-status',
  'media-notify',
  'media-failure-triage',
  'media-analytics',
  'media-post-processing',
] as const;
type Name = (typeof FUNCTIONS)[number];

/** IAM actions behind an SDK call, where they are not its own name. */
const ACTIONS: Record<string, string[]> = {
  'S3:HeadObject': ['s3:GetObject', 's3:ListBucket'], // the latter makes a missing key a 404 rather than a 403
  'S3:ListObjectVersions': ['s3:ListBucketVersions'],
  'S3:ListObjectsV2': ['s3:ListBucket'],
  'S3:DeleteObjects': ['s3:DeleteObject'],
  'S3:CreateMultipartUpload': ['s3:PutObject'],
  'S3:UploadPart': ['s3:PutObject'],
  'S3:CompleteMultipartUpload': ['s3:PutObject'],
  'EventBridge:PutEvents': ['events:PutEvents'],
  'SFN:SendTaskSuccess': ['states:SendTaskSuccess'],
  'SFN:SendTaskFailure': ['states:SendTaskFailure'],
};
/** A transaction needs the action of each item in it; the log does not name them. */
const IN_TRANSACTIONS: Partial<Record<Name, string[]>> = {
  'etl-aws-cur-parser': ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
  'cur-publish': ['dynamodb:UpdateItem'],
  'media-analytics': ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
};
/** Granted, and used by no SDK call of these tests. */
const EXEMPT: Partial<Record<Name, RegExp[]>> = {
  'etl-aws-cur-parser': [
    /^s3:GetObjectVersion$/, // GetObject with a version id: its log line does not tell
    /^s3:AbortMultipartUpload$/, // only after an upload of many parts has failed half-way
  ],
  'cur-cleanup': [/^dynamodb:BatchGetItem$/], // only where a delivery is cleaned that waited in vain
};
/** Of every consumer of events: claims, and the quarantine. */
const HANDLING = ['DynamoDB:GetItem', 'DynamoDB:UpdateItem', 'SQS:SendMessage'];
/** Calls without which a function has not done what it is there for. */
const TYPICAL: Record<Name, string[]> = {
  'etl-aws-cur-parser': ['DynamoDB:TransactWriteItems', 'S3:PutObject', 'SNS:Publish'],
  'cur-publish': ['DynamoDB:TransactWriteItems', 'S3:PutObject', 'SNS:Publish'],
  'cur-cleanup': ['DynamoDB:DeleteItem', 'Glue:DeletePartition', 'S3:DeleteObjects', 'SQS:SendMessage'],
  'event-audit': ['S3:PutObject', 'SQS:ChangeMessageVisibility'],
  'event-outbox': ['EventBridge:PutEvents', 'SQS:ChangeMessageVisibility'],
  'media-file-status': [...HANDLING, 'DynamoDB:PutItem', 'SQS:ChangeMessageVisibility'],
  'media-notify': [...HANDLING, 'SNS:Publish'],
  'media-failure-triage': [...HANDLING, 'SNS:Publish', 'SQS:ChangeMessageVisibility'],
  'media-analytics': [...HANDLING, 'DynamoDB:TransactWriteItems', 'SQS:ChangeMessageVisibility'],
  'media-post-processing': [...HANDLING, 'SFN:SendTaskSuccess', 'SFN:SendTaskFailure', 'SQS:ChangeMessageVisibility'],
};
/** What services do with the role: event source mapping, log delivery, tracing, encryption of topics. */
const BY_SERVICES = /^(sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)|logs:\w+|xray:\w+|kms:\w+)$/;

const folder = newFolder('permissions');
const startedAt = Date.now();
const MONTHS = ['2025-01', '2025-02'];
const all = (state: 'live' | 'withdrawn') => Object.fromEntries(MONTHS.map((month) => [month, state]));
const small = () => makeReport({ rows: 120, days: 3 });

/** Upload, correction, permanent deletion. Returns the hashes of both contents. */
const correctAndDestroy = async (): Promise<string[]> => {
  const key = `${folder}corrected.csv.gz`;
  await upload(key, small().bytes);
  const first = await untilPublished(key);
  await upload(key, small().bytes);
  const [, second] = await untilStory(key, ['superseded', 'published']);
  await untilPeriods(first.report, all('live'));
  const { VersionId } = await upload(`${folder}destroyed.csv.gz`, small().bytes);
  const { report } = await untilPublished(`${folder}destroyed.csv.gz`);
  await s3.send(new DeleteObjectCommand({ Bucket: stack.cur_bucket, Key: `${folder}destroyed.csv.gz`, VersionId }));
  await untilPeriods(report, all('withdrawn'));
  return [first, second].map((change) => z.string().parse(change?.sha256));
};

/** A file, its copy, and the deletion of the file. */
const copyAndDelete = async (): Promise<void> => {
  const [key, copy] = [`${folder}a.csv.gz`, `${folder}b.csv.gz`];
  const { bytes } = small();
  await upload(key, bytes);
  const { report } = await untilPublished(key);
  await upload(copy, bytes);
  await untilStory(copy, ['duplicate']);
  await remove(key);
  await untilPublished(copy);
  await untilPeriods(report, all('withdrawn'));
};

/** A delivery in the place of another, one file of which was uploaded by itself before; then the other is cleaned. */
const deliverReplaceAndClean = async (): Promise<void> => {
  const prefix = `${folder}delivered`;
  const first = await makeDelivery(prefix, { mode: 'legacy-versions', parts: 1 });
  const copy = `${folder}copied.csv.gz`;
  await upload(copy, first.bytes.get(first.dataKeys[0] ?? '') ?? Buffer.alloc(0));
  await untilPublished(copy);
  await deliverAll(first);
  await untilStory(copy, ['duplicate']);
  const second = await makeDelivery(prefix, { mode: 'legacy-versions', parts: 1, delivery: 2 });
  await deliverAll(second);
  await untilPublished(copy);
  await untilPeriods(second.report, { [PERIOD]: 'live' });
  await makeOld(second.report);
  await pretendShadow(second.report, PERIOD);
  await runCleanup();
  await untilCounted(second.report, PERIOD);
};

const fail = async (): Promise<void> => {
  const key = `${folder}bad.csv`;
  await upload(key, Buffer.from('no,report\n'));
  await takeDeadLetters(stack.cur_dlq_url, (body) => body.includes(key), 1);
};

/** Files that are downloaded, and that fail in passing and for good. */
const submitAll = async (): Promise<void> => {
  const file = () => `permissions-${randomUUID()}`;
  for (const how of [[], ['--fail', 'TIMEOUT'], ['--fail', 'GONE']]) await almanac('media', 'submit', file(), ...how);
  const message = { id: randomUUID(), bus: 'media', source: 'almanac.test', detailType: 'Tried', detail: {} };
  const entry = JSON.stringify({ ...message, time: new Date().toISOString() });
  await sqs.send(new SendMessageCommand({ QueueUrl: stack.event_outbox_queue_url, MessageBody: entry }));
};

/** Files, the same events again, an event that violates its contract, and messages that are none. */
const followMedia = async (): Promise<void> => {
  const since = new Date().toISOString();
  await submitAll();
  const violation = { Detail: '{"fileId":""}', Source: 'mediadownloader.download', EventBusName: stack.media_bus_name };
  const types = ['FileDownloadCompleted', 'FileDownloadFailed'];
  const Entries = types.map((DetailType) => ({ ...violation, DetailType }));
  await eventBridge.send(new PutEventsCommand({ Entries }));
  const { event_consumers, event_audit_queue_url, event_outbox_queue_url } = stack;
  const consumers = Object.values(event_consumers).flatMap(({ kind, target }) => (kind === 'queue' ? [target] : []));
  const jobs = event_audit_queue_url.replace(/[^/]*$/, 'media-processing-jobs-dev');
  const nonsense = [...consumers, jobs, event_audit_queue_url, event_outbox_queue_url];
  const body = `nonsense ${randomUUID()}`;
  for (const QueueUrl of nonsense) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  await quiet(5); // until the audit has copied what is replayed
  await almanac('events', 'replay', '--bus', 'media', '--from', since, '--yes');
  // The outbox tries for a quarter of an hour before it gives a message up; its first try is enough here.
  const given = nonsense.filter((url) => url !== event_outbox_queue_url);
  const dlqs = given.map((url) => url.replace(/-dev$/, '-dlq-dev'));
  await Promise.all(dlqs.map((url) => takeDeadLetters(url, (text) => text === body, 1)));
};

/** SDK calls in a function's log, such as `S3:GetObject`. */
const callsOf = async (name: Name): Promise<string[]> => {
  const lines = await logLines(name, startedAt, '"aws call"');
  return [...new Set(lines.map(({ call }) => z.string().parse(call)))].sort();
};

const actionsOf = (name: Name, call: string): string[] => {
  if (call === 'DynamoDB:TransactWriteItems') return IN_TRANSACTIONS[name] ?? [];
  const [service = '', operation] = call.split(':');
  return ACTIONS[call] ?? [`${service.toLowerCase()}:${operation}`];
};

const granted = ({ Statement }: Policy): string[] => [...new Set(Statement.flatMap(({ Action }) => Action))].sort();

describe('the permissions of the functions', () => {
  let hashes: string[];

  beforeAll(async () => {
    const flows = [copyAndDelete(), deliverReplaceAndClean(), fail(), followMedia()];
    [hashes] = await Promise.all([correctAndDestroy(), ...flows]);
  });

  describe.each(FUNCTIONS)('%s', (name) => {
    it('allow every call that it makes', async () => {
      const policy = granted(await rolePolicy(`${name}-dev`));
      const typical = TYPICAL[name];
      const isDone = (calls: string[]) => typical.every((call) => calls.includes(call));
      const calls = await until(`${name} has called ${typical.join(', ')}`, () => callsOf(name), isDone);
      for (const call of calls) expect(policy).toEqual(expect.arrayContaining(actionsOf(name, call)));
      expect(await logLines(name, startedAt, 'AccessDenied')).toEqual([]);
    });

    it('hold nothing that it does not use', async () => {
      const isSpared = (action: string) =>
        BY_SERVICES.test(action) || EXEMPT[name]?.some((exempt) => exempt.test(action));
      const expected = granted(await rolePolicy(`${name}-dev`)).filter((action) => !isSpared(action));
      const unused = async () => {
        const used = new Set((await callsOf(name)).flatMap((call) => actionsOf(name, call)));
        return expected.filter((action) => !used.has(action));
      };
      await until(`${name} has used all that it may`, unused, ({ length }) => length === 0);
    });

    it('name every action, and every resource but those of tracing, which has none', async () => {
      const { Statement } = await rolePolicy(`${name}-dev`);
      for (const { Action, Resource } of Statement) {
        for (const action of Action) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
        // Tracing has no resource, and of a task token the emulator does not know the machine: docs/parity.md.
        const general = name === 'media-post-processing' ? /^(xray|states):/ : /^xray:/;
        expect(Resource.includes('*')).toBe(Action.every((action) => general.test(action)));
      }
    });
  });

  it('let the parser delete in the ledger: what replaced content said of its key', async () => {
    const holders = hashes.map(async (sha256) => {
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: stack.cur_ledger_table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `content#${sha256}` },
        }),
      );
      return Items.length;
    });
    expect(await Promise.all(holders)).toEqual([0, 1]);
  });
});
