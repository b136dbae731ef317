import { randomUUID } from 'node:crypto';
import {
  costDataPublished,
  costFileFailed,
  EVENT_CONTRACTS,
  fileDownloadCompleted,
  fileMetadataReady,
  fileNotification,
  mediaAlert,
  retryRequest,
} from '@almanac/contracts';
import { mediaEvents } from '@almanac/events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditCopies } from './audit-copies.ts';
import { takeDeadLetters } from './dead-letters.ts';
import { listen } from './event-listener.ts';
import {
  countersOf,
  media,
  newFileId,
  publisher,
  publisherInTheDark,
  untilExecuted,
  untilIdle,
  untilStatus,
} from './media-steps.ts';
import { subscribe } from './own-queue.ts';
import { stack } from './stack.ts';
import { logLines } from './steps.ts';
import { until } from './until.ts';

const startedAt = Date.now();
/** Part of every event of this run. */
const run = randomUUID();
const about = () => ({ correlationId: run, id: randomUUID(), time: new Date().toISOString() });
const notified = (fileId: string) => async () =>
  (await notifications.received()).filter((one) => one.fileId === fileId);
const alerted = (fileId: string) => async () => (await alerts.received()).filter((one) => one.fileId === fileId);

const openTopics = async () => ({
  notifications: await subscribe(stack.media_notifications_topic_arn, (body) =>
    fileNotification.parse(JSON.parse(JSON.parse(body).Message)),
  ),
  alerts: await subscribe(stack.media_alerts_topic_arn, (body) =>
    mediaAlert.parse(JSON.parse(JSON.parse(body).Message)),
  ),
});
type Topics = Awaited<ReturnType<typeof openTopics>>;
let notifications: Topics['notifications'];
let alerts: Topics['alerts'];

beforeAll(async () => {
  ({ notifications, alerts } = await openTopics());
});
afterAll(() => Promise.all([notifications.close(), alerts.close()]));

describe('an event that is published', () => {
  const [good, tried, broken] = [newFileId(), newFileId(), newFileId()];
  const ids: string[] = [];
  const at = Date.now();
  const day = new Date(at).toISOString().slice(0, 10);
  const costEvents = { source: ['almanac.cur'], detail: { metadata: { correlationId: [run] } } };
  let costBus: Awaited<ReturnType<typeof listen>>;

  const file = (fileId: string) => ({ ...fileMetadataReady.example, fileId, authorUser: `channel-${fileId}` });
  const completed = { s3Key: `videos/${good}.mp4`, size: 9_007_199_254_740_991, contentType: 'video/mp4' };

  const ofSchedules = EVENT_CONTRACTS.filter(({ bus }) => bus === 'schedules');

  const publishAll = async () => [
    await media.publishFileMetadataReady(file(good), about()),
    await media.publishFileDownloadStarted({ fileId: good, timestamp: at }, about()),
    await media.publishFileDownloadCompleted({ fileId: good, ...completed }, about()),
    await media.publishFileMetadataReady(file(tried), about()),
    await media.publishFileDownloadFailed(
      { fileId: tried, error: 'It went away', errorCode: 'HTTP_503', timestamp: at },
      about(),
    ),
    await media.publishFileDownloadFailed(
      { fileId: broken, error: 'It is private', errorCode: 'VIDEO_PRIVATE', timestamp: at },
      about(),
    ),
    ...(await publisher.publishAll(
      ofSchedules.map((contract) => ({ contract, detail: contract.example, about: about() })),
    )),
    await publisher.publish(costDataPublished, { ...costDataPublished.example, report: run }, about()),
    await publisher.publish(costFileFailed, { ...costFileFailed.example, report: run }, about()),
  ];

  beforeAll(async () => {
    costBus = await listen(stack.cost_bus_name, costEvents);
    const published = await publishAll();
    expect(published.map(({ outcome }) => outcome)).toEqual(published.map(() => 'sent'));
    ids.push(...published.map(({ id }) => id));
  });
  afterAll(() => costBus.close());

  it('is kept as the state of its file', async () => {
    const happenedAt = new Date(at).toISOString();
    await untilStatus(good, 'downloaded');
    await untilIdle();
    const { facts } = await untilStatus(good, 'downloaded');
    expect(facts).toMatchObject({
      metadata: { title: 'A walk in the Alps', authorUser: `channel-${good}` },
      started: { happenedAt, eventId: ids[1] },
      completed: { ...completed, eventId: ids[2] },
    });
    expect((await untilStatus(tried, 'failed')).facts?.failed).toMatchObject({ happenedAt, errorCode: 'HTTP_503' });
    expect((await untilStatus(broken, 'failed')).facts?.failed).toMatchObject({ error: 'It is private' });
  });

  it('tells subscribers of the file', async () => {
    const [told] = await until('the notification', notified(good), ({ length }) => length > 0);
    expect(told).toMatchObject({ type: 'file-downloaded', fileId: good, ...completed, correlationId: run });
  });

  it('asks for another try where that may help', async () => {
    const mine = (body: string) => body.includes(tried);
    const [{ Body = '' } = {}] = await takeDeadLetters(stack.media_retry_requests_queue_url, mine, 1);
    expect(retryRequest.parse(JSON.parse(Body))).toMatchObject({
      fileId: tried,
      attempt: 1,
      errorCode: 'HTTP_503',
      causationId: ids[4],
      correlationId: run,
    });
  });

  it('tells people where another try would not help', async () => {
    const [alert] = await until('the alert', alerted(broken), ({ length }) => length > 0);
    expect(alert).toMatchObject({ errorCode: 'VIDEO_PRIVATE', retries: 0, error: 'It is private' });
    expect(await alerted(tried)()).toEqual([]);
  });

  it.each([
    ['completed', good, { contentType: 'video/mp4', completed: 1, failed: 0, bytes: 9_007_199_254_740_991n }],
    ['failed', tried, { contentType: 'video/mp4', completed: 0, failed: 1, bytes: 0n }],
  ])('is counted as %s', async (_, fileId, tally) => {
    const channel = `channel-${fileId}`;
    const expected = [{ day, channel, ...tally }];
    const shown = (value: unknown) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}` : one));
    const counted = async () => shown(await countersOf(day, channel));
    await until(`the counters of ${channel}`, counted, (text) =>
      text.includes(tally.completed ? 'completed":1' : 'failed":1'),
    );
    expect(await countersOf(day, channel)).toEqual(expected);
  });

  it('has its file post-processed, step by step', async () => {
    const [execution, ...others] = await untilExecuted(good, 1);
    expect(others).toEqual([]);
    expect(execution?.status).toBe('SUCCEEDED');
    expect(execution?.output).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ task: 'thumbnail', fileId: good, sourceKey: completed.s3Key }),
        expect.objectContaining({ task: 'transcode', fileId: good, sourceKey: completed.s3Key }),
      ]),
    );
  });

  it('reaches whoever listens to the cost bus', async () => {
    const heard = (await costBus.until(2)).map((body) => JSON.parse(body));
    expect(heard.map((event) => event['detail-type']).sort()).toEqual(['CostDataPublished', 'CostFileFailed']);
    expect(heard.map(({ detail }) => detail.metadata.id).sort()).toEqual(ids.slice(-2).sort());
    for (const { detail } of heard) expect(detail).toMatchObject({ report: run });
  });

  it('is copied for the audit, once, whatever its type', async () => {
    const copies = async () => [
      ...(await auditCopies(stack.media_bus_name, run)),
      ...(await auditCopies(stack.cost_bus_name, run)),
      ...(await auditCopies(stack.schedules_bus_name, run)),
    ];
    const events = (await until('the copies', copies, ({ length }) => length >= ids.length)).map((line) =>
      JSON.parse(line),
    );
    expect(events.map(({ detail }) => detail.metadata.id).sort()).toEqual([...ids].sort());
    expect(new Set(events.map((event) => event['detail-type']))).toEqual(
      new Set(EVENT_CONTRACTS.map(({ name }) => name)),
    );
  });
});

describe('an event that EventBridge did not take', () => {
  it('waits in the outbox, is sent from there, and reaches its consumers', async () => {
    const fileId = newFileId();
    const { publishFileDownloadCompleted } = mediaEvents(publisherInTheDark);
    const { fileId: _, ...fields } = fileDownloadCompleted.example;
    const published = await publishFileDownloadCompleted({ ...fields, fileId }, about());
    expect(published).toEqual({ id: published.id, outcome: 'outbox' });
    const { facts } = await untilStatus(fileId, 'downloaded');
    expect(facts?.completed).toMatchObject({ eventId: published.id, s3Key: fields.s3Key });
    expect(await until('the notification', notified(fileId), ({ length }) => length > 0)).toHaveLength(1);
  });
});

describe('the consumers', () => {
  it.each([...Object.keys(stack.event_consumers), 'event-audit', 'event-outbox'])(
    'may do what they do: %s',
    async (name) => {
      expect(await logLines(name, startedAt, '"aws call"')).not.toEqual([]);
      expect(await logLines(name, startedAt, 'AccessDenied')).toEqual([]);
    },
  );
});
