import { AlmanacError, type Clock, describeError } from '@almanac/kernel';
import type { ReplayTarget } from './ports.ts';
import type { PlannedEvent, ReplayPlan } from './replay-plan.ts';

/** Keys worked on at a time. */
const LANES = 8;
const MAX_TRIES = 4;
const RETRY_MS = 250;

export interface ReplayDeps {
  readonly target: ReplayTarget;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<unknown>;
}

export interface ReplayPace {
  /** Name under which events are replayed, which consumers find in `replay-name`. */
  readonly name: string;
  /** Most events a second. */
  readonly perSecond: number;
  /** Told after each event how many have arrived. */
  readonly onProgress: (sent: number) => void;
}

/**
 * Sends the events of a plan, those of one key one after another in their order, no faster than asked for.
 * @returns how many were sent
 * @throws AlmanacError `REPLAY_STOPPED` at the first event that does not arrive at the fourth try; `details.resumeFrom`
 *   is where to go on. What has been sent does no harm when it is sent again.
 */
export async function runReplay(deps: ReplayDeps, { events }: ReplayPlan, pace: ReplayPace): Promise<number> {
  const turn = turns(deps, pace.perSecond);
  const left = new Set(events);
  let stopped: { readonly event: PlannedEvent; readonly error: unknown } | undefined;
  const work = async (lane: readonly PlannedEvent[]) => {
    for (const event of lane) {
      await turn();
      if (stopped) return;
      try {
        await sendOne(deps, event, pace.name);
      } catch (error) {
        stopped ??= { event, error };
        return;
      }
      left.delete(event);
      pace.onProgress(events.length - left.size);
    }
  };
  await Promise.all(lanesOf(events).map(work));
  if (stopped) throw replayStopped(stopped, left, events.length);
  return events.length;
}

/** Gives each caller its turn, so that there are at most so many a second. */
function turns({ clock, wait }: Pick<ReplayDeps, 'clock' | 'wait'>, perSecond: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = clock.now().getTime();
    const mine = Math.max(now, next);
    next = mine + 1000 / perSecond;
    if (mine > now) await wait(mine - now);
  };
}

/** The events dealt to lanes by key, each lane in their order. */
function lanesOf(events: readonly PlannedEvent[]): PlannedEvent[][] {
  const lanes: PlannedEvent[][] = Array.from({ length: LANES }, () => []);
  const laneOf = new Map<string, number>();
  for (const event of events) {
    const lane = laneOf.get(event.key) ?? laneOf.size % LANES;
    laneOf.set(event.key, lane);
    lanes[lane]?.push(event);
  }
  return lanes;
}

async function sendOne({ target, wait }: ReplayDeps, { envelope }: PlannedEvent, replayName: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await target.send({ ...envelope, replayName });
    } catch (error) {
      if (tries >= MAX_TRIES) throw error;
      await wait(RETRY_MS * 2 ** (tries - 1));
    }
  }
}

function replayStopped(
  { event: { envelope, ref }, error }: { readonly event: PlannedEvent; readonly error: unknown },
  left: ReadonlySet<PlannedEvent>,
  total: number,
): AlmanacError {
  const [first] = left; // a set keeps its order
  const resumeFrom = first?.ref.time ?? ref.time;
  const sent = total - left.size;
  return new AlmanacError(
    'REPLAY_STOPPED',
    `${envelope.detailType} ${ref.id} did not arrive: ${describeError(error).message}. ${sent} of ${total} events were sent; go on with --from ${resumeFrom}`,
    { id: ref.id, sent, total, resumeFrom },
    { cause: error },
  );
}
