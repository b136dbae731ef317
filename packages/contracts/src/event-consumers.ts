import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';
import { BUSES, detailTypeOf, type EventContract } from './event-contract.ts';

/** A consumer as `infra/event-consumers.json` declares it: EventBridge's rule, and what it delivers to. */
export const eventConsumer = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  bus: z.enum(BUSES),
  summary: z.string().min(1).describe('What comes of an event, for people'),
  sources: z.array(z.string()).min(1),
  detail_types: z.array(z.string()).min(1),
  detail: z.record(z.string(), z.unknown()).optional().describe("EventBridge's filter on the detail"),
  target: z.enum(['lambda', 'queue', 'state_machine']),
});
export type EventConsumer = z.infer<typeof eventConsumer>;

/**
 * The consumers that the text of `infra/event-consumers.json` declares.
 * @throws AlmanacError `BAD_EVENT_CONSUMERS`
 */
export function parseEventConsumers(text: string): EventConsumer[] {
  const parsed = z.array(eventConsumer).safeParse(jsonIn(text));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw badConsumers(`is wrong at ${first?.path.join('.')}: ${first?.message}`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badConsumers('is no JSON', cause);
  }
}

const badConsumers = (what: string, cause?: unknown): AlmanacError =>
  new AlmanacError('BAD_EVENT_CONSUMERS', `infra/event-consumers.json ${what}`, {}, { cause });

/** The consumers whose rules match events of a contract; a filter on the detail may still leave some out. */
export const consumersOf = (contract: EventContract, consumers: readonly EventConsumer[]): EventConsumer[] =>
  consumers.filter((consumer) => consumer.detail_types.some((type) => matches(consumer, type, contract)));

/** What the rules of consumers match in vain: one sentence for each detail type and source that no contract has. */
export function deadRules(consumers: readonly EventConsumer[], contracts: readonly EventContract[]): string[] {
  return consumers.flatMap((consumer) => [
    ...consumer.detail_types
      .filter((type) => !contracts.some((contract) => matches(consumer, type, contract)))
      .map(
        (type) => `${consumer.name} waits for "${type}", which none of its sources sends on the bus ${consumer.bus}.`,
      ),
    ...consumer.sources
      .filter((source) => !contracts.some((c) => c.source === source && consumersOf(c, [consumer]).length > 0))
      .map((source) => `${consumer.name} listens to "${source}", which sends nothing it waits for.`),
  ]);
}

const matches = ({ bus, sources }: EventConsumer, detailType: string, contract: EventContract): boolean =>
  contract.bus === bus && sources.includes(contract.source) && detailTypeOf(contract) === detailType;
