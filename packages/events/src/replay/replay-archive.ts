import { AlmanacError } from '@almanac/kernel';
import type { ArchiveReplay, ArchiveReplayState, EventArchive } from './ports.ts';

/** Replays under way at a time in an account and region. Source: EventBridge quotas, "Concurrent replays". */
const MAX_ACTIVE = 10;
const POLL_MS = 2_000;

export interface ArchiveReplayDeps {
  readonly archive: EventArchive;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly onProgress: (state: ArchiveReplayState) => void;
}

/**
 * Has an archive replay a window to its own bus, and waits until it has. EventBridge may change the order of events
 * within a minute, and does not say how many there are.
 * @throws AlmanacError `TOO_MANY_REPLAYS`, or `REPLAY_FAILED` with EventBridge's reason
 */
export async function replayArchive(deps: ArchiveReplayDeps, replay: ArchiveReplay): Promise<ArchiveReplayState> {
  const active = await deps.archive.active();
  if (active >= MAX_ACTIVE) {
    throw new AlmanacError(
      'TOO_MANY_REPLAYS',
      `${active} replays are under way in this account and region, and EventBridge allows ${MAX_ACTIVE}: try again when one has ended`,
      { active },
    );
  }
  await deps.archive.start(replay);
  for (;;) {
    const state = await deps.archive.describe(replay.name);
    if (state.state === 'COMPLETED') return state;
    if (state.state === 'FAILED' || state.state === 'CANCELLED') throw replayFailed(replay, state);
    deps.onProgress(state);
    await deps.wait(POLL_MS);
  }
}

const replayFailed = ({ name }: ArchiveReplay, { state, reason }: ArchiveReplayState): AlmanacError =>
  new AlmanacError('REPLAY_FAILED', `The replay ${name} ended ${state}: ${reason ?? 'EventBridge gives no reason'}`, {
    name,
    state,
  });
