import { randomUUID } from 'node:crypto';
import { dynamoHandledEvents } from '@almanac/aws';
import { fileDownloadCompleted, fileNotification } from '@almanac/contracts';
import { systemClock } from '@almanac/kernel';
import { busEvent } from '@almanac/testkit';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { almanac } from './almanac.ts';
import { clients } from './clients.ts';
import { inject, newFileId } from './media-steps.ts';
import { subscribe } from './own-queue.ts';
import { lambda, sqs } from './sdk.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';

/**
 * An event that neither file status nor notification can handle, because somebody else seems to be at it for an hour,
 * and with which EventBridge could not start the post-processing a second time.
 */
export function blockedEvent() {
  const handled = dynamoHandledEvents(clients.dynamo, stack.handled_events_table, systemClock);
  const fileId = newFileId();
  const time = new Date().toISOString();
  const metadata = { id: randomUUID(), version: '1', correlationId: fileId, producer: 'integration test', time };
  const keys = ['media-file-status', 'media-notify'].map((consumer) => ({ consumer, id: metadata.id, time }));
  const leases: string[] = [];
  const opened = subscribe(stack.media_notifications_topic_arn, (body) =>
    fileNotification.parse(JSON.parse(JSON.parse(body).Message)),
  );
  const detail = { ...fileDownloadCompleted.example, fileId, metadata };
  const delivered = JSON.stringify(busEvent(fileDownloadCompleted, { detail }));
  const letters = async (): Promise<{ consumer: string; queue: string; message_id: string; about: string }[]> =>
    (await almanac('events', 'dlq', 'list')).json.filter(
      (letter: { about: string }) => letter.about === `FileDownloadCompleted ${metadata.id}`,
    );
  return {
    fileId,
    async publish() {
      await opened;
      for (const key of keys) {
        const claim = await handled.claim(key, 3_600_000);
        leases.push(claim.state === 'claimed' ? claim.lease : '');
      }
      await inject('FileDownloadCompleted', detail);
      // The emulator's rules try a function once and give up; called like this it has the tries of AWS.
      const call = {
        FunctionName: 'media-notify-dev',
        InvocationType: 'Event',
        Payload: Buffer.from(delivered),
      } as const;
      await lambda.send(new InvokeCommand(call));
      // Nor do they use a dead-letter queue.
      const QueueUrl = stack.event_consumers['media-post-processing']?.dlq_url;
      const MessageAttributes = { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } };
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: delivered, MessageAttributes }));
    },
    unblock: () => Promise.all(keys.map((key, i) => handled.release(key, leases[i] ?? ''))),
    untilDead: () => until('the dead letters', letters, ({ length }) => length >= 3),
    notified: async () => (await (await opened).received()).filter((one) => one.fileId === fileId),
    close: async () => (await opened).close(),
  };
}
