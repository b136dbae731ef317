import {
  type HandledEvents,
  type PlannedEvent,
  planReplay,
  type ReplayPlan,
  replayArchive,
  runReplay,
} from '@almanac/events';
import type { Clock } from '@almanac/kernel';
import type { EventStack } from './event-stack.ts';
import type { ReplayOptions, ReplayRequest } from './replay-request.ts';

export interface ReplayEventsDeps extends Pick<EventStack, 'audit' | 'archive'> {
  readonly handled: Pick<HandledEvents, 'clear'>;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly say: (line: string) => void;
  /** Ends the replay by throwing where the person does not want it. */
  readonly confirm: (question: string) => Promise<void>;
}

export interface ReplaySettings extends Pick<ReplayOptions, 'from' | 'to' | 'reprocess'> {
  readonly name: string;
  readonly perSecond: number;
  readonly isDryRun: boolean;
}

/** What a replay did, or would do. */
export interface Replayed {
  readonly way: ReplayRequest['way']['kind'];
  readonly bus: string;
  /** The consumer or bus it goes to; absent where it is the archive's own bus. */
  readonly target?: string;
  readonly plan: ReplayPlan;
  /** Records of handled events that were cleared, with `--reprocess`. */
  readonly cleared?: number;
  /** Events that were sent; absent in a dry run, and where EventBridge replays, which does not count. */
  readonly sent?: number;
}

/** Counts, asks, clears what is to be handled again, and replays. */
export async function replayEvents(
  deps: ReplayEventsDeps,
  request: ReplayRequest,
  settings: ReplaySettings,
): Promise<Replayed> {
  const { bus, way } = request;
  const { from, to, isDryRun } = settings;
  deps.say(`counting the events of ${bus}`);
  const plan = await planReplay(deps.audit, { bus, from, to, select: request.select });
  const target = way.kind === 'consumer' ? way.consumer : way.kind === 'bus' ? way.toBus : undefined;
  const replayed: Replayed = { way: way.kind, bus, ...(target !== undefined && { target }), plan };
  const isEmpty = plan.events.length === 0 && way.kind !== 'archive';
  if (isDryRun || isEmpty) return replayed;
  await deps.confirm(questionOf(replayed, settings));
  if (way.kind === 'archive') {
    await fromArchive(deps, request, way.archiveArn, settings);
    return replayed;
  }
  const cleared =
    way.kind === 'consumer' && settings.reprocess
      ? await deps.handled.clear(way.consumer, recordedIds(plan.events))
      : undefined;
  const onProgress = (sent: number) => deps.say(`${sent} of ${plan.events.length} events sent`);
  const { name, perSecond } = settings;
  const sent = await runReplay({ ...deps, target: way.target }, plan, { name, perSecond, onProgress });
  return { ...replayed, ...(cleared !== undefined && { cleared }), sent };
}

/** Under which ids a consumer may have recorded events: those of facts, and EventBridge's of what it put into quarantine. */
const recordedIds = (events: readonly PlannedEvent[]): string[] => [
  ...new Set(events.flatMap(({ envelope, ref }) => [ref.id, envelope.id])),
];

function questionOf({ plan, bus, target }: Replayed, { reprocess }: ReplaySettings): string {
  const events = `${plan.events.length} ${plan.events.length === 1 ? 'event' : 'events'}`;
  const again = reprocess ? ', which handles them all again' : '';
  return `Replay ${events} of ${bus} to ${target ?? 'the rules of that bus'}${again}?`;
}

async function fromArchive(
  deps: ReplayEventsDeps,
  { rules }: ReplayRequest,
  archiveArn: string,
  { name, from, to }: ReplaySettings,
): Promise<void> {
  const replay = { name, archiveArn, from: from.toISOString(), to: to.toISOString(), rules };
  await replayArchive(
    {
      ...deps,
      onProgress: ({ state, lastEventTime }) =>
        deps.say(`${name}: ${state.toLowerCase()}${lastEventTime ? `, at ${lastEventTime}` : ''}`),
    },
    replay,
  );
}
