import {
  type EventContract,
  type FileNotification,
  fileDownloadCompleted,
  fileDownloadFailed,
  fileDownloadStarted,
  fileMetadataReady,
  fileNotification,
} from '@almanac/contracts';
import type { EventToPublish } from '@almanac/events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { takeDeadLetters } from './dead-letters.ts';
import { countersOf, newFileId, publisher, untilExecuted, untilIdle, untilStatus } from './media-steps.ts';
import { subscribe } from './own-queue.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';

const MINUTE = 60_000;
const begin = Date.now() - 10 * MINUTE;
const at = (minutes: number) => begin + minutes * MINUTE;
const day = (minutes: number) => new Date(at(minutes)).toISOString().slice(0, 10);

/** A file's life, which did not go well at first: what happened, and after how many minutes. */
const lifeOf = (fileId: string): EventToPublish[] => {
  const event = (minutes: number, contract: EventContract, detail: object): EventToPublish => ({
    contract,
    detail: { ...detail, fileId },
    about: { id: `${fileId}/${minutes}`, correlationId: fileId, time: new Date(at(minutes)).toISOString() },
  });
  return [
    event(0, fileMetadataReady, { ...fileMetadataReady.example, authorUser: `channel-${fileId}` }),
    event(1, fileDownloadStarted, { timestamp: at(1) }),
    event(2, fileDownloadFailed, { error: 'It was slow', errorCode: 'TIMEOUT', timestamp: at(2) }),
    event(3, fileDownloadStarted, { timestamp: at(3) }),
    event(4, fileDownloadCompleted, { ...fileDownloadCompleted.example, s3Key: 'videos/one.mp4' }),
  ];
};

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);

/** Orders in which events come; each comes twice but in the first. */
const ORDERS = {
  'as they happened': (events: EventToPublish[]) => events,
  backwards: (events: EventToPublish[]) => [...events, ...events].reverse(),
  'shuffled once': (events: EventToPublish[]) => shuffled([...events, ...events]),
  'shuffled again': (events: EventToPublish[]) => shuffled([...events, ...events]),
};

const files = Object.fromEntries(Object.keys(ORDERS).map((order) => [order, newFileId()]));
const fileOf = (order: string): string => files[order] ?? '';
let notifications: { received: () => Promise<FileNotification[]>; close: () => Promise<void> };

/** Everything that was remembered or sent because of a file's events, without what names the file (the key of a notification is a hash of its id). */
const effectsOf = async (fileId: string) => {
  const { status, facts } = await untilStatus(fileId, 'downloaded');
  const counters = await countersOf(day(2), `channel-${fileId}`);
  const told = (await notifications.received())
    .filter((one) => one.fileId === fileId)
    .map(({ key: _, ...rest }) => rest);
  const anonymous = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}` : one)).replaceAll(fileId, 'FILE'),
    );
  return anonymous({ status, facts, counters, told });
};

describe("a file's events", () => {
  beforeAll(async () => {
    notifications = await subscribe(stack.media_notifications_topic_arn, (body) =>
      fileNotification.parse(JSON.parse(JSON.parse(body).Message)),
    );
    for (const [name, order] of Object.entries(ORDERS)) await publisher.publishAll(order(lifeOf(fileOf(name))));
    for (const fileId of Object.values(files)) {
      await untilStatus(fileId, 'downloaded');
      const told = async () => (await notifications.received()).map((one) => one.fileId);
      await until(`a notification of ${fileId}`, told, (all) => all.includes(fileId));
      await until(
        `the counters of ${fileId}`,
        async () => (await countersOf(day(4), `channel-${fileId}`)).map(({ completed, failed }) => completed + failed),
        ([number]) => number === 2,
      );
    }
    await untilIdle();
  });
  afterAll(() => notifications.close());

  it('end in one row, one notification and the right counters', async () => {
    const counters = { channel: 'channel-FILE', contentType: 'video/mp4', completed: 1, failed: 1, bytes: '1048576' };
    expect(await effectsOf(fileOf('as they happened'))).toMatchObject({
      status: 'downloaded',
      facts: {
        metadata: { eventId: 'FILE/0' },
        started: { eventId: 'FILE/3' },
        failed: { eventId: 'FILE/2', errorCode: 'TIMEOUT' },
        completed: { eventId: 'FILE/4', s3Key: 'videos/one.mp4' },
      },
      counters: [counters],
      told: [{ fileId: 'FILE', s3Key: 'videos/one.mp4' }],
    });
  });

  it.each(Object.keys(ORDERS).slice(1))('end in the same when they come twice and %s', async (order) => {
    expect(await effectsOf(fileOf(order))).toEqual(await effectsOf(fileOf('as they happened')));
  });

  it('lead to one request for another try, and to post-processing that says the same each time', async () => {
    const ids = Object.values(files);
    const isMine = (body: string) => ids.some((fileId) => body.includes(fileId));
    const requests = await takeDeadLetters(stack.media_retry_requests_queue_url, isMine, ids.length);
    expect(requests.map(({ Body = '' }) => JSON.parse(Body).fileId).sort()).toEqual([...ids].sort());
    const executions = await untilExecuted(fileOf('backwards'), 2);
    expect(executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(executions[1]?.output).toEqual(executions[0]?.output);
  });
});
