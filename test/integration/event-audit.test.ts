import { randomUUID } from 'node:crypto';
import { PutEventsCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { CreateTableCommand, DeleteTableCommand, GetTableCommand } from '@aws-sdk/client-glue';
import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { athenaRows } from './athena.ts';
import { auditCopies, auditEntries } from './audit-copies.ts';
import { takeDeadLetters } from './dead-letters.ts';
import { listen } from './event-listener.ts';
import { rolePolicy } from './role-policy.ts';
import { eventBridge, glue, s3, sqs } from './sdk.ts';
import { stack } from './stack.ts';
import { logLines } from './steps.ts';
import { until } from './until.ts';

/** A source of its own: nobody consumes it, and it tells this run's events from others. */
const source = `almanac.test.${randomUUID()}`;
/** EventBridge keeps whole seconds: the events of this second count, too. */
const startedAt = new Date(Math.floor(Date.now() / 1000) * 1000);

const publish = async (bus: string, ...details: string[]): Promise<string[]> => {
  const Entries = details.map((Detail) => ({
    EventBusName: bus,
    Source: source,
    DetailType: 'AuditTried',
    Detail,
  }));
  const answer = await eventBridge.send(new PutEventsCommand({ Entries }));
  return (answer.Entries ?? []).map(({ EventId = '' }) => EventId);
};

/** Every copy of this run, line by line. */
const copies = (bus: string) => auditCopies(bus, source);

const untilCopied = (bus: string, count: number) =>
  until(
    `${count} copies of ${bus}`,
    () => copies(bus),
    (lines) => lines.length >= count,
  );

/**
 * Makes a table like that of the stack over some objects alone: the emulator's Athena opens every object below a table's
 * location at once, and those of a long run do not fit into memory. Returns its name.
 */
const tableOver = async (keys: readonly string[]): Promise<string> => {
  const place = { DatabaseName: stack.events_glue_database };
  const { Table } = await glue.send(new GetTableCommand({ ...place, Name: stack.events_glue_table }));
  const { TableType, Parameters, PartitionKeys, StorageDescriptor } = Table ?? {};
  const Name = `events_${randomUUID().replaceAll('-', '')}`;
  const [Bucket, folder] = [stack.audit_bucket, `checks/${Name}/`];
  for (const key of keys) {
    const Key = key.replace('events/', folder);
    await s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${key}` }));
  }
  const descriptor = { ...StorageDescriptor, Location: `s3://${Bucket}/${folder}` };
  const TableInput = { Name, TableType, Parameters, PartitionKeys, StorageDescriptor: descriptor };
  await glue.send(new CreateTableCommand({ ...place, TableInput }));
  return Name;
};

describe('the audit of events', () => {
  it('has every event of both buses once, whole, where its bus and hour say', async () => {
    const details = Array.from({ length: 12 }, (_, n) => `{"n":${n},"text":"ü\\n}"}`);
    const ids = [
      ...(await publish(stack.media_bus_name, ...details.slice(0, 10))),
      ...(await publish(stack.media_bus_name, ...details.slice(10))),
    ];
    const [costId] = await publish(stack.cost_bus_name, '{"cost":"1.10"}');
    const media = (await untilCopied(stack.media_bus_name, 12)).map((line) => JSON.parse(line));
    expect(new Set(media.map(({ id }) => id))).toEqual(new Set(ids));
    expect(media.map(({ detail }) => detail.n).sort((a, b) => a - b)).toEqual(details.map((_, n) => n));
    const [cost = ''] = await untilCopied(stack.cost_bus_name, 1);
    expect(JSON.parse(cost)).toEqual({
      version: '0',
      id: costId,
      source,
      account: '000000000000',
      time: expect.stringMatching(/Z$/),
      region: stack.region,
      resources: [],
      'detail-type': 'AuditTried',
      detail: { cost: '1.10' },
    });
  });

  it('can be queried by bus, day and hour', async () => {
    const [id] = await publish(stack.media_bus_name, '{"asked":true}');
    const entries = () => auditEntries(stack.media_bus_name, `${id}`);
    const [entry] = await until('the copy', entries, ({ length }) => length > 0);
    const table = await tableOver([entry?.key ?? '']);
    const sql = `SELECT bus, count(DISTINCT id) FROM ${table}
      WHERE dt >= '${startedAt.toISOString().slice(0, 10)}' AND id = '${id}' AND source = '${source}' GROUP BY bus`;
    expect(await athenaRows(sql, stack.events_glue_database)).toEqual([[stack.media_bus_name, '1']]);
    await glue.send(new DeleteTableCommand({ DatabaseName: stack.events_glue_database, Name: table }));
  });

  it('does not copy what is replayed', async () => {
    const before = await copies(stack.media_bus_name);
    const replayed = await listen(stack.media_bus_name, { source: [source], 'replay-name': [{ exists: true }] });
    await eventBridge.send(
      new StartReplayCommand({
        ReplayName: `audit-${randomUUID()}`,
        EventSourceArn: stack.media_archive_arn,
        EventStartTime: startedAt,
        EventEndTime: new Date(Date.now() + 60_000),
        Destination: { Arn: stack.media_archive_arn.replace(/archive\/.*/, `event-bus/${stack.media_bus_name}`) },
      }),
    );
    await replayed.until(before.length);
    await publish(stack.media_bus_name, '{"last":true}');
    expect(await untilCopied(stack.media_bus_name, before.length + 1)).toHaveLength(before.length + 1);
    await replayed.close();
  });

  it('fails what is no copy alone, and keeps it', async () => {
    const nonsense = `nonsense ${source}`;
    const good = JSON.stringify({ bus: 'none', event: { id: 'by-hand', time: startedAt, source } });
    const Entries = [nonsense, good].map((MessageBody, n) => ({ Id: `${n}`, MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: stack.event_audit_queue_url, Entries }));
    expect(await untilCopied('none', 1)).toEqual([JSON.stringify(JSON.parse(good).event)]);
    await takeDeadLetters(stack.event_audit_dlq_url, (body) => body === nonsense, 1);
  });

  it('may do what it does, and nothing else', async () => {
    const { Statement } = await rolePolicy('event-audit-dev');
    const own = Statement.filter(({ Action }) => Action.every((action) => !/^(logs|xray):/.test(action)));
    expect(own.map(({ Action }) => Action).sort()).toEqual([
      ['s3:PutObject'],
      ['sqs:ChangeMessageVisibility'],
      expect.arrayContaining(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']),
    ]);
    expect(await logLines('event-audit', Date.now() - 60_000, 'AccessDenied')).toEqual([]);
  });
});
