import { setTimeout as sleep } from 'node:timers/promises';
import type { EventQueueOutputs } from '@almanac/aws';
import { auditBody, payloadIn } from './dead-letter-body.ts';
import {
  backTo,
  behindQueue,
  type ConsumerOptions,
  type DeadLetterQueue,
  type DeadLetterStack,
  named,
  ofConsumer,
} from './dead-letter-queues.ts';
import { onStack } from './stack.ts';

/** Runs `work` with the dead-letter queues of events. @throws AlmanacError `UNKNOWN_CONSUMER` */
export const withEventDeadLetters = <T>(
  options: ConsumerOptions,
  work: (stack: DeadLetterStack) => Promise<T>,
): Promise<T> =>
  onStack(
    {
      parse: (aws) => aws.parseEventQueueOutputs,
      ports: (aws, outputs: EventQueueOutputs) => ({
        queues: ofConsumer(eventDeadLetterQueues(outputs), options.consumer),
        deadLetters: aws.sqsDeadLetters(aws.stackClients(outputs), sleep),
        // Whoever fails with an event says so in its log.
        record: { failureOf: async () => undefined, markRedriven: async () => undefined },
        leftovers: 'messages that SNS could not deliver, or that are no event',
      }),
    },
    options,
    work,
  );

/** Every queue that an event, or what comes of one, can end in: those of the consumers first. */
export const eventDeadLetterQueues = (outputs: EventQueueOutputs): DeadLetterQueue[] => [
  ...consumerQueues(outputs),
  {
    ...behindQueue('event-audit', outputs.event_audit_dlq_url, outputs.event_audit_queue_url),
    bodyFor: ({ body, attributes }) => auditBody(body, attributes.RULE_ARN),
  },
  behindQueue('event-outbox', outputs.event_outbox_dlq_url, outputs.event_outbox_queue_url),
  behindQueue('media-post-processing', outputs.media_processing_jobs_dlq_url, outputs.media_processing_jobs_queue_url),
  {
    ...behindQueue('media-downloader', outputs.media_retry_requests_dlq_url, outputs.media_retry_requests_queue_url),
    unrecorded: 'no error recorded: the downloader failed with it three times',
  },
  {
    ...named(outputs.media_delivery_dlq_url),
    consumer: 'subscribers',
    isFedBySqs: false,
    bodyFor: () => undefined,
    unrecorded: 'no error recorded',
  },
];

const consumerQueues = ({ event_consumers }: EventQueueOutputs): DeadLetterQueue[] =>
  Object.entries(event_consumers).map(([consumer, { kind, target, dlq_url }]) => ({
    ...behindQueue(consumer, dlq_url, target),
    ...(kind !== 'queue' && {
      target: backTo(kind, target),
      isFedBySqs: false,
      bodyFor: ({ body }) => payloadIn(body),
    }),
  }));
