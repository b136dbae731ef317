import * as z from 'zod';
import { parseOutputs, stackPlace, text } from './stack.ts';

const consumerTarget = z.object({
  kind: z.enum(['lambda', 'queue', 'state_machine']),
  /** Name of the function, URL of the queue, or ARN of the state machine. */
  target: text,
  dlq_url: text,
});
export type ConsumerTarget = z.infer<typeof consumerTarget>;

/** The outputs of the stack that are about its events. */
const eventOutputs = stackPlace.extend({
  cost_bus_name: text,
  media_bus_name: text,
  cost_archive_arn: text,
  media_archive_arn: text,
  schedules_bus_name: text,
  schedules_archive_arn: text,
  audit_bucket: text,
  event_outbox_queue_url: text,
  handled_events_table: text,
  event_consumers: z.record(z.string(), consumerTarget),
});
export type EventOutputs = z.infer<typeof eventOutputs>;

/** Those, and what is behind every dead-letter queue that events can end in. */
const eventQueueOutputs = eventOutputs.extend({
  event_audit_queue_url: text,
  event_audit_dlq_url: text,
  event_outbox_dlq_url: text,
  media_retry_requests_queue_url: text,
  media_retry_requests_dlq_url: text,
  media_processing_jobs_queue_url: text,
  media_processing_jobs_dlq_url: text,
  media_delivery_dlq_url: text,
});
export type EventQueueOutputs = z.infer<typeof eventQueueOutputs>;

/** As `parseStackOutputs`, for the events of the stack. */
export const parseEventOutputs = (json: string, source: string): EventOutputs =>
  parseOutputs(eventOutputs, json, source);

/** As `parseStackOutputs`, for the queues that events go through. */
export const parseEventQueueOutputs = (json: string, source: string): EventQueueOutputs =>
  parseOutputs(eventQueueOutputs, json, source);
