import { describe, expect, it } from '@jest/globals';
import { FakeArchive } from './fakes.ts';
import type { ArchiveReplayState } from './ports.ts';
import { replayArchive } from './replay-archive.ts';

const replay = {
  ...{ name: 'again', archiveArn: 'arn:aws:events:us-east-1:000000000000:archive/A', rules: ['r'] },
  ...{ from: '2026-11-24T10:00:00Z', to: '2026-11-24T11:00:00Z' },
};

const world = (archive: FakeArchive) => {
  const seen: ArchiveReplayState[] = [];
  const deps = {
    archive,
    wait: async () => undefined,
    onProgress: (state: ArchiveReplayState) => void seen.push(state),
  };
  return { seen, deps };
};

describe("a replay of EventBridge's", () => {
  it('is started and followed to its end', async () => {
    const running = { state: 'RUNNING', lastEventTime: '2026-11-24T10:30:00Z' } as const;
    const archive = new FakeArchive([{ state: 'STARTING' }, running, { state: 'COMPLETED' }]);
    const { seen, deps } = world(archive);
    expect(await replayArchive(deps, replay)).toEqual({ state: 'COMPLETED' });
    expect(archive.started).toEqual([replay]);
    expect(seen).toEqual([{ state: 'STARTING' }, running]);
  });

  it('is not started where ten are under way', async () => {
    const archive = new FakeArchive([], 10);
    await expect(replayArchive(world(archive).deps, replay)).rejects.toMatchObject({ code: 'TOO_MANY_REPLAYS' });
    expect(archive.started).toEqual([]);
  });

  it.each(['FAILED', 'CANCELLED'] as const)('that ends %s is an error with the reason', async (state) => {
    const { deps } = world(new FakeArchive([{ state, reason: 'no such rule' }]));
    await expect(replayArchive(deps, replay)).rejects.toMatchObject({
      code: 'REPLAY_FAILED',
      message: `The replay again ended ${state}: no such rule`,
    });
  });
});
