import { BUSES, validateDetail } from '@almanac/contracts';
import { type EventEnvelope, eventBridgeForm, identityOf } from '@almanac/events';
import { AlmanacError, describeError } from '@almanac/kernel';
import { busNamed, contractOf, now, withEventStack } from '../../event-stack.ts';
import { findEvent } from '../../find-event.ts';
import { print } from '../../output.ts';
import { type StackOptions, stackCommand } from '../../stack.ts';
import { fields } from '../../table.ts';
import { timeOr } from '../../time-options.ts';

const DAY_MS = 86_400_000;

interface Options extends StackOptions {
  readonly bus?: string;
  readonly since?: Date;
}

export const command = () =>
  stackCommand('One event as it was sent, from the audit copy, and whether it keeps to its contract.')
    .argument('<id>', "the id in the event's metadata, or EventBridge's")
    .option('--bus <bus>', 'cost, media or schedules, or the name of one of them (default: all)')
    .option('--since <time>', 'look back to a time, or so long, such as 7d (default: 1d)', timeOr(now))
    .action((id: string, options: Options) =>
      withEventStack(options, async ({ outputs, audit }) => {
        const since = options.since ?? new Date(now().getTime() - DAY_MS);
        const buses = (options.bus === undefined ? BUSES : [options.bus]).map((one) => busNamed(outputs, one));
        const found = await findEvent(audit, buses, id, since, now());
        if (!found) {
          const where = `${buses.join(' and ')} since ${since.toISOString()}`;
          throw new AlmanacError(
            'NO_SUCH_EVENT',
            `The audit copy holds no event ${id} of ${where}: look further back with --since`,
          );
        }
        const problems = problemsOf(found.event);
        const shown = { bus: found.bus, problems, event: eventBridgeForm(found.event) };
        print(shown, eventText(found.event, found.bus, problems), options);
      }),
    );

/** What is wrong with an event, by its contract; an event without one is that. */
function problemsOf({ detailType, detail }: EventEnvelope): string[] {
  try {
    const checked = validateDetail(contractOf(detailType), detail, { unknownFields: 'allow' });
    return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
  } catch (error) {
    return [describeError(error).message];
  }
}

function eventText(event: EventEnvelope, bus: string, problems: readonly string[]): string {
  const { id, time } = identityOf(event);
  const head = fields([
    ['event', event.detailType],
    ['source', event.source],
    ['bus', bus],
    ['id', id],
    ['EventBridge id', event.id],
    ['happened', time],
    ['sent', event.time],
    ['contract', problems.length === 0 ? 'kept' : problems.join('; ')],
  ]);
  return `${head}\n\n${JSON.stringify(event.detail, null, 2)}`;
}
