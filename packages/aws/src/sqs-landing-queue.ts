import type { LandingQueue, ObjectVersion } from '@almanac/cur';
import { inParallel } from '@almanac/kernel';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

const SENT_AT_ONCE = 16;

/** The event with which S3 announces an object version, as EventBridge hands it to the queue. */
export const toS3Event = (version: ObjectVersion) => ({
  version: '0',
  id: version.eventId,
  'detail-type': 'Object Created',
  source: 'aws.s3',
  time: version.eventTime,
  detail: {
    version: '0',
    bucket: { name: version.bucket },
    object: {
      key: version.key,
      size: version.sizeBytes,
      etag: version.etag,
      sequencer: version.sequencer,
      ...(version.versionId && { 'version-id': version.versionId }),
    },
    reason: 'PutObject',
  },
});

/** The queue that the events of the landing bucket arrive in. */
export function sqsLandingQueue(sqs: SQSClient, queueUrl: string): LandingQueue {
  return {
    async resend(versions) {
      await inParallel(SENT_AT_ONCE, versions, (version) =>
        sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(toS3Event(version)) })),
      );
    },
  };
}
