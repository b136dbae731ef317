import { type EventEnvelope, eventBridgeForm, matchesPattern, type ReplayTarget } from '@almanac/events';
import { AlmanacError } from '@almanac/kernel';
import { InvalidArgumentError } from 'commander';
import { consumerNamed } from './declared-consumers.ts';
import { archiveOf, busNamed, type EventStack, isBusRole } from './event-stack.ts';

export interface ReplayOptions {
  readonly bus?: string;
  readonly from: Date;
  readonly to: Date;
  readonly rule?: string[];
  readonly type?: string[];
  readonly consumer?: string;
  readonly toBus?: string;
  readonly reprocess?: boolean;
}

/** What is to be replayed, and by which way: EventBridge's archive, or the audit copy to one target. */
export interface ReplayRequest {
  readonly bus: string;
  readonly rules: readonly string[];
  readonly select: (event: EventEnvelope) => boolean;
  readonly way:
    | { readonly kind: 'archive'; readonly archiveArn: string }
    | { readonly kind: 'consumer'; readonly consumer: string; readonly target: ReplayTarget }
    | { readonly kind: 'bus'; readonly toBus: string; readonly target: ReplayTarget };
}

/** @throws InvalidArgumentError where options contradict each other */
export function checkOptions({ bus, from, to, type, rule, consumer, toBus, reprocess }: ReplayOptions): void {
  const wrong = [
    [from >= to, '--from must be before --to.'],
    [bus === undefined && consumer === undefined, 'Name the bus in --bus, or a consumer in --consumer.'],
    [consumer !== undefined && toBus !== undefined, 'Give --consumer or --to-bus, not both.'],
    [consumer !== undefined && rule !== undefined, 'A consumer gets what its own rule matches: leave --rule out.'],
    [reprocess && consumer === undefined, '--reprocess needs the consumer whose records are cleared: add --consumer.'],
    [
      type !== undefined && consumer === undefined && toBus === undefined,
      'An archive replays to rules and not by type: give --rule, or add --consumer or --to-bus.',
    ],
  ] as const;
  const found = wrong.find(([isWrong]) => isWrong);
  if (found) throw new InvalidArgumentError(found[1]);
}

type RequestStack = Pick<EventStack, 'outputs' | 'patternOf' | 'targetOf' | 'busTarget' | 'requireBus'>;

/** @throws AlmanacError `UNKNOWN_BUS`, `UNKNOWN_CONSUMER`, `WRONG_BUS`, `SAME_BUS`, `NO_SUCH_RULE` */
export async function replayRequest(stack: RequestStack, options: ReplayOptions): Promise<ReplayRequest> {
  if (options.consumer !== undefined) return toConsumer(stack, options, options.consumer);
  const bus = busNamed(stack.outputs, options.bus ?? '');
  const rules = options.rule ?? [];
  const patterns = await Promise.all(rules.map((rule) => stack.patternOf(bus, rule)));
  const select = selection(patterns, options.type);
  if (options.toBus === undefined) {
    return { bus, rules, select, way: { kind: 'archive', archiveArn: archiveOf(stack.outputs, bus) } };
  }
  const toBus = isBusRole(options.toBus) ? busNamed(stack.outputs, options.toBus) : options.toBus;
  if (toBus === bus) {
    throw new AlmanacError(
      'SAME_BUS',
      `${toBus} is where the events come from: leave --to-bus out, and its archive replays them`,
    );
  }
  await stack.requireBus(toBus);
  return { bus, rules, select, way: { kind: 'bus', toBus, target: stack.busTarget(toBus) } };
}

function toConsumer(stack: RequestStack, options: ReplayOptions, name: string): ReplayRequest {
  const declared = consumerNamed(name);
  const bus = busNamed(stack.outputs, declared.bus);
  if (options.bus !== undefined && busNamed(stack.outputs, options.bus) !== bus) {
    throw new AlmanacError('WRONG_BUS', `${name} listens to the ${declared.bus} bus, not to ${options.bus}`);
  }
  const deployed = stack.outputs.event_consumers[name];
  if (!deployed)
    throw new AlmanacError('UNKNOWN_CONSUMER', `The consumer ${name} is declared, but not deployed: apply the stack`);
  const target = stack.targetOf(deployed);
  const select = selection([declared.pattern], options.type);
  return { bus, rules: [], select, way: { kind: 'consumer', consumer: name, target } };
}

/** Events that any of the patterns matches, of these types; all where there are no patterns or types. */
const selection =
  (patterns: readonly Readonly<Record<string, unknown>>[], types: readonly string[] | undefined) =>
  (event: EventEnvelope): boolean =>
    (types?.includes(event.detailType) ?? true) &&
    (patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, eventBridgeForm(event))));
