import { randomUUID } from 'node:crypto';
import { fileDownloadCompleted, fileDownloadStarted } from '@almanac/contracts';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { almanac } from './almanac.ts';
import { blockedEvent } from './blocked-event.ts';
import { sendUsedUp, takeDeadLetters } from './dead-letters.ts';
import { listen } from './event-listener.ts';
import { inject, media, newFileId, publisher, rowOf, untilExecuted, untilStatus } from './media-steps.ts';
import { cloudWatch, lambda, sqs } from './sdk.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';

describe('an event that violates its contract', () => {
  it('never leaves the publisher, nor do those that it is published with', async () => {
    const [good, bad] = [newFileId(), newFileId()];
    const bus = await listen(stack.media_bus_name, { detail: { fileId: [good, bad] } });
    const wrong = { fileId: bad, size: '1048576', contentType: 'video/mp4' } as never;
    const about = { correlationId: good };
    await expect(media.publishFileDownloadCompleted(wrong)).rejects.toMatchObject({
      code: 'INVALID_EVENT',
      details: {
        problems: [expect.objectContaining({ path: 'detail.s3Key' }), expect.objectContaining({ path: 'detail.size' })],
      },
    });
    const started = { contract: fileDownloadStarted, detail: { fileId: bad, timestamp: Date.now() }, about };
    const both = [started, { contract: fileDownloadCompleted, detail: wrong, about }];
    await expect(publisher.publishAll(both)).rejects.toMatchObject({ code: 'INVALID_EVENT' });
    await media.publishFileDownloadStarted({ fileId: good, timestamp: Date.now() });
    const heard = (await bus.until(1)).map((body) => JSON.parse(body).detail.fileId);
    expect(heard).toEqual([good]);
    await bus.close();
  });

  describe('and is put onto the bus past the publisher', () => {
    const fileId = newFileId();
    let id: string;
    let records: { consumer: string; event: { id: string; detail: object }; errors: { path: string }[] }[];

    beforeAll(async () => {
      id = await inject('FileDownloadCompleted', { fileId, size: 'large', contentType: 'video/mp4' });
      // File status, notification, analytics, and the two steps of post-processing.
      const found = await takeDeadLetters(stack.quarantine_queue_url, (body) => body.includes(fileId), 5);
      records = found.map(({ Body = '' }) => JSON.parse(Body));
    });

    it.each(['media-file-status', 'media-notify', 'media-analytics'])('lands in quarantine once for %s', (consumer) => {
      const mine = records.filter((record) => record.consumer === consumer);
      expect(mine).toHaveLength(1);
      expect(mine[0]?.event).toMatchObject({ id, detail: { fileId, size: 'large' } });
      expect(mine[0]?.errors.map(({ path }) => path)).toEqual(['detail.s3Key', 'detail.size']);
    });

    it('changes nothing', async () => {
      expect(await rowOf(fileId)).toBeUndefined();
    });

    it('fails its post-processing, by a code that says why', async () => {
      const [execution] = await untilExecuted(fileId, 1);
      expect(execution).toMatchObject({ status: 'FAILED', error: 'INVALID_EVENT' });
      expect(records.filter(({ consumer }) => consumer === 'media-post-processing')).toHaveLength(2);
    });
  });
});

const OUTBOX = { QueueUrl: stack.event_outbox_queue_url, reader: 'event-outbox-dev', tries: 10 };

describe('what a consumer cannot work on', () => {
  const poison = `"no event ${randomUUID()}"`;
  const consumers = Object.entries(stack.event_consumers);
  const queues = consumers.flatMap(([name, { kind, target, dlq_url }]) =>
    kind === 'queue' ? [{ name, target, dlq_url }] : [],
  );

  const jobs = {
    name: 'the jobs of post-processing',
    target: stack.media_processing_jobs_queue_url,
    dlq_url: stack.media_processing_jobs_dlq_url,
  };
  const blocked = blockedEvent();
  let found: ReturnType<typeof blocked.untilDead>;

  beforeAll(async () => {
    const send = (QueueUrl: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: poison }));
    await blocked.publish();
    await Promise.all([...queues, jobs].map(({ target }) => send(target)));
    await lambda.send(
      new InvokeCommand({ FunctionName: 'media-notify-dev', InvocationType: 'Event', Payload: Buffer.from(poison) }),
    );
    await sendUsedUp({ ...OUTBOX, left: 1 }, poison);
    found = blocked.untilDead(); // while others wait for theirs
    found.catch(() => undefined);
  });
  afterAll(() => blocked.close());

  it.each([...queues, jobs])('ends in the dead-letter queue of $name after its tries', async ({ dlq_url }) => {
    const [letter] = await takeDeadLetters(dlq_url, (body) => body === poison, 1);
    expect(letter?.Body).toBe(poison);
  });

  it('ends in the dead-letter queue of the outbox after its last try', async () => {
    const taken = await takeDeadLetters(stack.event_outbox_dlq_url, (body) => body === poison, 1);
    expect(taken).toHaveLength(1);
  });

  it('ends in the dead-letter queue of media-notify, which has no queue, after its tries', async () => {
    const { dlq_url = '' } = stack.event_consumers['media-notify'] ?? {};
    await takeDeadLetters(
      dlq_url,
      (body) => body.includes(JSON.stringify(poison).slice(1, -1)) || body.includes(poison),
      1,
    );
  });

  it.each([
    ...consumers.map(([, { dlq_url }]) => dlq_url),
    stack.quarantine_queue_url,
    stack.event_audit_dlq_url,
    stack.event_outbox_dlq_url,
    stack.media_processing_jobs_dlq_url,
    stack.media_retry_requests_dlq_url,
    stack.media_delivery_dlq_url,
  ])('raises an alarm: %s', async (url) => {
    const AlarmNames = [`${url.split('/').at(-1)}-not-empty`];
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames }));
    expect(MetricAlarms.map(({ AlarmActions }) => AlarmActions)).toEqual([[stack.ops_alerts_topic_arn]]);
  });

  it('is listed with consumer and queue, and has its effect when it is sent back without its cause', async () => {
    const letters = await found;
    expect(letters.map(({ consumer, queue }) => [consumer, queue]).sort()).toEqual([
      ['media-file-status', 'media-file-status-dlq-dev'],
      ['media-notify', 'media-notify-dlq-dev'],
      ['media-post-processing', 'media-post-processing-dlq-dev'],
    ]);
    await blocked.unblock();
    const { code, json } = await almanac('events', 'dlq', 'redrive');
    expect({ code, sent: json.queues }).toEqual({
      code: 0,
      sent: expect.arrayContaining(
        letters.map(({ consumer, queue, message_id }) =>
          expect.objectContaining({ consumer, queue, message_ids: expect.arrayContaining([message_id]) }),
        ),
      ),
    });
    await untilStatus(blocked.fileId, 'downloaded');
    await until('the notification', blocked.notified, ({ length }) => length === 1);
    expect(await untilExecuted(blocked.fileId, 2)).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }]);
  });
});
