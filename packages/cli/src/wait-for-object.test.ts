import type { LedgerChange, LedgerObject, MessageFailure } from '@almanac/aws';
import { describe, expect, it } from '@jest/globals';
import { type WaitDeps, waitForObject } from './wait-for-object.ts';

const EVENT = Date.UTC(2025, 0, 1);
const stored = { deleted: false, versions: [{ etag: 'x', lastModified: new Date(EVENT).toISOString() }] };
const gone = { deleted: true, versions: [] };

const object = (status: LedgerObject['status'], extra: object = {}): LedgerChange => ({
  sequencer: '1',
  item: {
    kind: 'object',
    object_id: 'id',
    bucket: 'b',
    key: 'k.csv',
    report: 'k.csv',
    etag: 'x',
    size_bytes: 1,
    event_time: new Date(EVENT).toISOString(),
    event_id: 'e',
    message_id: 'm1',
    status,
    ...extra,
  },
});
const deletion: LedgerChange = {
  sequencer: '2',
  item: { kind: 'deletion', object_id: 'd', bucket: 'b', key: 'k.csv', report: 'k.csv', event_time: 't' },
};
const error = { code: 'BAD_AMOUNT', message: 'Row 2 holds text', attempt: 3, at: 't' };

interface Scene {
  /** What the ledger answers, poll by poll; the last answer stays. */
  ledger: LedgerChange[][];
  settled?: boolean[];
  failures?: (MessageFailure | undefined)[];
  holds?: typeof stored;
  key?: string;
  timeoutMs?: number;
  sequencer?: string;
}

/** Runs a wait on a clock that moves only while it sleeps. */
async function waiting({
  ledger,
  settled = [true],
  failures = [],
  holds = stored,
  key = 'k.csv',
  timeoutMs = 10_000,
  sequencer,
}: Scene) {
  const time = { now: EVENT };
  const states: string[] = [];
  const next = <T>(answers: T[]) => (answers.length > 1 ? answers.shift() : answers[0]) as T;
  const deps: WaitDeps = {
    storedVersions: async () => holds,
    ledger: {
      changesOf: async () => next(ledger),
      isSettled: async () => next(settled),
      failureOf: async () => next(failures),
    },
    clock: { now: () => new Date(time.now) },
    sleep: async (ms) => {
      time.now += ms;
    },
    onState: (state) => states.push(state),
  };
  const item = await waitForObject(deps, {
    ...{ bucket: 'b', key, timeoutMs, pollMs: 1000 },
    ...(sequencer !== undefined && { sequencer }),
  });
  return { item, states, waitedMs: time.now - EVENT };
}

describe('waitForObject', () => {
  it('follows an upload until it is published', async () => {
    const { item, states, waitedMs } = await waiting({
      ledger: [[], [object('received')], [object('parsed')], [object('published')]],
    });
    expect(item).toMatchObject({ status: 'published' });
    expect(waitedMs).toBe(3000);
    expect(states).toEqual([
      expect.stringContaining('does not know this upload yet'),
      expect.stringContaining('being read'),
      expect.stringContaining('not published yet'),
    ]);
  });

  it.each(['published', 'duplicate'] as const)('goes on while periods of a %s file are not settled', async (status) => {
    const { item, waitedMs } = await waiting({ ledger: [[object(status)]], settled: [false, false, true] });
    expect(item).toMatchObject({ status });
    expect(waitedMs).toBe(2000);
  });

  it('ends with an ignored file', async () => {
    expect((await waiting({ ledger: [[object('ignored')]] })).item).toMatchObject({ status: 'ignored' });
  });

  it("fails with the ledger's last error", async () => {
    const failures = [{ final: true, last_error: error }];
    await expect(waiting({ ledger: [[object('failed', { last_error: error })]], failures })).rejects.toMatchObject({
      code: 'FILE_FAILED',
      message: 's3://b/k.csv failed: Row 2 holds text (BAD_AMOUNT, 3 tries)',
      details: { item: { status: 'failed' } },
    });
  });

  it('gives a redriven message its new tries', async () => {
    const redriven = { final: true, last_error: error, redriven_at: 't' };
    const again = { final: false, last_error: { ...error, attempt: 1 } };
    const failed = [object('failed', { last_error: error })];
    const { item, states } = await waiting({
      ledger: [failed, failed, [object('published')]],
      failures: [redriven, again],
    });
    expect(item).toMatchObject({ status: 'published' });
    expect(states).toHaveLength(2);
  });

  it('waits for a deletion to take effect', async () => {
    const { item, waitedMs } = await waiting({
      ledger: [[object('published')], [deletion, object('superseded')]],
      settled: [false, true],
      holds: gone,
    });
    expect(item).toBe(deletion.item);
    expect(waitedMs).toBe(2000);
  });

  it('does not wait for the deletion of a file that never counted', async () => {
    const { item } = await waiting({ ledger: [[object('ignored')]], holds: gone, key: 'x-Manifest.json' });
    expect(item).toMatchObject({ status: 'ignored' });
  });

  it('waits for one change where it is told which, not for what came before it', async () => {
    const before = object('published');
    const own = (status: LedgerObject['status']): LedgerChange => ({ ...object(status), sequencer: '2' });
    const ledger = [[before], [own('received'), before], [own('published'), before]];
    const { item, waitedMs } = await waiting({ ledger, sequencer: '2' });
    expect({ item, waitedMs }).toMatchObject({ item: { status: 'published' }, waitedMs: 2000 });
    const overtaken = await waiting({ ledger: [[object('published'), own('superseded')]], sequencer: '2' });
    expect(overtaken.item).toMatchObject({ status: 'superseded' });
  });

  it('knows at once that there is no such object', async () => {
    await expect(waiting({ ledger: [[]], holds: gone })).rejects.toMatchObject({ code: 'NO_SUCH_OBJECT' });
  });

  it.each<[string, LedgerChange[]]>([
    ['does not know this upload', []],
    ['being read (try 2)', [object('received', { attempts: 2 })]],
    ['Row 2 holds text (BAD_AMOUNT)', [object('received', { last_error: error })]],
    ['not published yet', [object('parsed')]],
    ['upload it again', [object('superseded')]],
    ['still being published', [object('published')]],
  ])('gives up after its time, saying %j', async (sentence, ledger) => {
    const wait = waiting({ ledger: [ledger], settled: [false], timeoutMs: 5000 });
    await expect(wait).rejects.toMatchObject({
      code: 'TIMED_OUT',
      message: expect.stringMatching(/^s3:\/\/b\/k\.csv is not done after 5 s: /),
    });
    await expect(wait).rejects.toThrow(sentence);
  });
});
