import { z } from 'zod';
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
  audit_bucket: text,
  event_outbox_queue_url: text,
  handled_events_table: text,
  event_consumers: z.record(z.string(), consumerTarget),
});
export type EventOutputs = z.infer<typeof eventOutputs>;

/** As `parseStackOutputs`, for the events of the stack. */
export const parseEventOutputs = (json: string, source: string): EventOutputs =>
  parseOutputs(eventOutputs, json, source);
