import { acceptedAs, acceptedDetailTypes, type DetailOf, type EventContract, type Problem } from '@almanac/contracts';
import type { Clock } from '@almanac/kernel';
import { correlationOf, type EventEnvelope, type EventRef, eventBridgeForm, identityOf } from './envelope.ts';
import { once } from './once.ts';
import type { HandledEvents, Quarantine } from './ports.ts';

/** An event whose detail keeps its contract, as an effect gets it. */
export interface ReceivedEvent<Detail> extends EventRef {
  readonly correlationId: string;
  readonly detail: Detail;
}

/** One try at one event. */
export interface Try {
  /** Time that this process has left: nobody else may try before it is over. */
  readonly remainingMs: number;
}

type Read = { readonly ok: true; run(): Promise<void> } | { readonly ok: false; problems: readonly Problem[] };

/** An event type that a consumer takes, and what it does about it; made by {@link when}. */
export interface Reaction {
  readonly contract: EventContract;
  /** @returns undefined where the event's type is another */
  read(envelope: EventEnvelope, attempt: Try): Read | undefined;
}

/**
 * What a consumer does about events of a type; those of older versions are lifted to the contract's. The effect may run
 * more than once for the same event.
 */
export const when = <Contract extends EventContract>(
  contract: Contract,
  effect: (event: ReceivedEvent<DetailOf<Contract>>, attempt: Try) => Promise<void>,
): Reaction => ({
  contract,
  read(envelope, attempt) {
    const checked = acceptedAs(contract, envelope.detailType, envelope.detail);
    if (!checked?.ok) return checked;
    const event = { ...identityOf(envelope), correlationId: correlationOf(envelope), detail: checked.detail };
    return { ok: true, run: () => effect(event, attempt) };
  },
});

export interface ConsumeDeps {
  readonly handled: HandledEvents;
  readonly quarantine: Quarantine;
  readonly clock: Clock;
}

export interface Consumer {
  /** The function's folder name. */
  readonly name: string;
  readonly accepts: readonly Reaction[];
  /** Where an event is handled in parts, which one; each part counts as handled by itself. */
  readonly part?: string;
}

export type Consumed = 'handled' | 'duplicate' | 'quarantined';

/**
 * Handles one event: once, whatever it is delivered or replayed. One of a type that the consumer does not take, or whose
 * detail violates its contract, goes to quarantine with everything that is wrong with it.
 * @throws AlmanacError `CLAIMED_ELSEWHERE` while another run handles the event; and whatever the effect throws: in both
 *   cases the event has to be delivered again
 */
export const consume =
  ({ handled, quarantine, clock }: ConsumeDeps, { name, accepts, part }: Consumer) =>
  async (envelope: EventEnvelope, attempt: Try): Promise<Consumed> => {
    const read = readEvent(accepts, envelope, attempt);
    // A fact that is published again when its publisher has been repaired must not count as handled.
    const id = read.ok ? identityOf(envelope).id : envelope.id;
    const key = { consumer: name, id, ...(part !== undefined && { part }) };
    const event = eventBridgeForm(envelope);
    const work = () =>
      read.ok
        ? read.run()
        : quarantine.put({
            consumer: name,
            event,
            errors: read.problems,
            quarantinedAt: clock.now().toISOString(),
          });
    const done = await once(handled, key, attempt.remainingMs, work);
    if (done === 'before') return 'duplicate';
    return read.ok ? 'handled' : 'quarantined';
  };

/** Reads an event as the first contract that is for its type and source. */
export function readEvent(accepts: readonly Reaction[], envelope: EventEnvelope, attempt: Try): Read {
  const ofType = accepts.filter(({ contract }) => acceptedDetailTypes(contract).includes(envelope.detailType));
  const reaction = ofType.find(({ contract }) => contract.source === envelope.source);
  return reaction?.read(envelope, attempt) ?? { ok: false, problems: [notTaken(accepts, ofType, envelope)] };
}

function notTaken(accepts: readonly Reaction[], ofType: readonly Reaction[], envelope: EventEnvelope): Problem {
  const sources = ofType.map(({ contract }) => contract.source);
  const types = accepts.flatMap(({ contract }) => acceptedDetailTypes(contract));
  const [path, found, taken] =
    ofType.length > 0 ? ['source', envelope.source, sources] : ['detail-type', envelope.detailType, types];
  return { path, message: `This consumer does not take "${found}", but ${taken.join(', ')}` };
}
