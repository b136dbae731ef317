import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventEnvelope } from '../envelope.ts';
import { FakeAuditCopy, FakeReplayTarget } from './fakes.ts';
import { eventsIn, hoursOf } from './recorded-events.ts';
import { planReplay } from './replay-plan.ts';
import { runReplay } from './run-replay.ts';

const BUS = 'MediaDownloaderEvents';

interface Made {
  readonly id: string;
  readonly time: string;
  readonly fileId?: string;
  readonly detailType?: string;
  readonly metadata?: { readonly id?: string; readonly time?: string };
}

const event = ({ id, time, detailType = 'FileDownloadStarted', ...detail }: Made): EventEnvelope => ({
  ...{ id, source: 'mediadownloader.download', detailType, time, region: 'us-east-1', account: '000000000000' },
  ...{ resources: [], detail },
});

/** A copy of events; each lies in the hour of its envelope's time. */
function auditOf(...events: readonly Made[]): FakeAuditCopy {
  const audit = new FakeAuditCopy();
  audit.add(BUS, ...events.map(event));
  return audit;
}

const scope = (from: string, to: string, select: (one: EventEnvelope) => boolean = () => true) => ({
  ...{ bus: BUS, from: new Date(from), to: new Date(to), select },
});
const idsOf = (events: readonly { envelope: EventEnvelope }[]) => events.map(({ envelope }) => envelope.id);

describe('the hours of a window', () => {
  it('are all that it touches, its end excluded', () => {
    const hours = (from: string, to: string) => hoursOf(new Date(from), new Date(to));
    expect(hours('2026-11-24T09:59:59Z', '2026-11-24T12:00:00Z')).toEqual([
      '2026-11-24T09',
      '2026-11-24T10',
      '2026-11-24T11',
    ]);
    expect(hours('2026-12-31T23:30:00Z', '2027-01-01T00:00:00.001Z')).toEqual(['2026-12-31T23', '2027-01-01T00']);
  });
});

describe('the plan of a replay', () => {
  it('holds the events of the window by the time of their facts, each fact once', async () => {
    const audit = auditOf(
      { id: 'late', time: '2026-11-24T10:30:00Z' },
      { id: 'early', time: '2026-11-24T10:00:00Z' },
      { id: 'before', time: '2026-11-24T09:59:59Z' },
      { id: 'end', time: '2026-11-24T11:00:00Z' },
      { id: 'sent', time: '2026-11-24T10:10:00Z', metadata: { id: 'fact' } },
      { id: 'sent again', time: '2026-11-24T10:10:00Z', metadata: { id: 'fact' } },
      { id: 'other hour', time: '2026-11-24T11:20:00Z', metadata: { time: '2026-11-24T10:59:59.999Z' } },
      { id: 'other bus', time: '2026-11-24T10:00:00Z' },
    );
    const key = [...audit.objects.keys()].find((name) => name.endsWith('7')) ?? '';
    audit.objects.set(key.replace(BUS, 'other'), audit.objects.get(key) ?? []);
    audit.objects.delete(key);
    const plan = await planReplay(audit, scope('2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z'));
    expect(idsOf(plan.events)).toEqual(['early', 'sent', 'late', 'other hour']);
    expect(plan).toMatchObject({ repeats: 1, types: { FileDownloadStarted: 4 } });
  });

  it('holds a copy that says something else of a fact: a correction, or another version', async () => {
    const metadata = { id: 'fact' };
    const at = (minute: number) => ({ time: `2026-11-24T10:0${minute}:00Z`, metadata });
    const audit = auditOf(
      { id: 'corrected', ...at(2), fileId: 'right' },
      { id: 'wrong', ...at(1) },
      { id: 'wrong again', ...at(1) },
      { id: 'newer version', ...at(3), fileId: 'right', detailType: 'FileDownloadStarted.v2' },
    );
    const plan = await planReplay(audit, scope('2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z'));
    expect(idsOf(plan.events)).toEqual(['wrong', 'corrected', 'newer version']);
    expect(plan.repeats).toBe(1);
  });

  it('holds only what is selected', async () => {
    const audit = auditOf({ id: 'a', time: '2026-11-24T10:00:00Z' }, { id: 'b', time: '2026-11-24T10:00:00Z' });
    const plan = await planReplay(
      audit,
      scope('2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z', ({ id }) => id === 'b'),
    );
    expect(idsOf(plan.events)).toEqual(['b']);
  });

  it('names the line of the copy that is no event', async () => {
    const audit = auditOf({ id: 'a', time: '2026-11-24T10:00:00Z' });
    const [key = ''] = audit.objects.keys();
    audit.objects.get(key)?.push('{"id":1}');
    await expect(eventsIn(audit, key)).rejects.toMatchObject({
      code: 'BAD_AUDIT_OBJECT',
      message: expect.stringContaining(`Line 2 of ${key}`),
    });
  });
});

/** Time that passes only where somebody waits. */
function pacing() {
  let now = 0;
  return {
    clock: { now: () => new Date(now) },
    wait: async (ms: number) => {
      now = Math.max(now, now + ms);
    },
    elapsed: () => now,
  };
}

const made = fc.record({ file: fc.nat(6), minute: fc.nat(59) });

describe('a replay', () => {
  const window = scope('2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z');
  const pace = (perSecond = 1000) => ({ name: 'again', perSecond, onProgress: () => undefined });

  it('sends each fact once, those of a file in their order, whatever the copy looks like', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(made, { maxLength: 60 }), fc.array(fc.nat(59)), async (all, repeated) => {
        const facts = all.map(({ file, minute }, n) => {
          const time = `2026-11-24T10:${`${minute}`.padStart(2, '0')}:00Z`;
          return { id: `e${n}`, time, fileId: `f${file}`, metadata: { id: `fact${n}` } };
        });
        const again = repeated.flatMap((n) => facts[n] ?? []).map((fact, n) => ({ ...fact, id: `again${n}` }));
        const target = new FakeReplayTarget(Object.fromEntries(facts.map(({ id }, n) => [id, n % 4])));
        const plan = await planReplay(auditOf(...facts, ...again), window);
        expect(await runReplay({ target, ...pacing() }, plan, pace())).toBe(facts.length);
        const factOf = (one: EventEnvelope) => (one.detail as Made).metadata?.id;
        expect(target.received.map(factOf).sort()).toEqual(facts.map(({ metadata }) => metadata.id).sort());
        expect(target.received.every(({ replayName }) => replayName === 'again')).toBe(true);
        for (const file of new Set(facts.map(({ fileId }) => fileId))) {
          const times = target.received
            .filter(({ detail }) => (detail as Made).fileId === file)
            .map(({ time }) => time);
          expect(times).toEqual([...times].sort());
        }
      }),
    );
  });

  it('keeps to its rate', async () => {
    const events = Array.from({ length: 21 }, (_, n) => ({ id: `e${n}`, time: '2026-11-24T10:00:00Z' }));
    const time = pacing();
    const plan = await planReplay(auditOf(...events), window);
    await runReplay({ target: new FakeReplayTarget(), ...time }, plan, pace(10));
    expect(time.elapsed()).toBeGreaterThanOrEqual(2000);
  });

  it('stops where an event does not arrive, and says where to go on so that none is left out', async () => {
    const times = [0, 1, 2, 3, 4, 5].map((minute) => `2026-11-24T10:0${minute}:00Z`);
    const audit = auditOf(...times.map((time, n) => ({ id: `e${n}`, time, fileId: `f${n % 2}` })));
    const target = new FakeReplayTarget({ e2: 99 });
    const plan = await planReplay(audit, window);
    const told: number[] = [];
    const onProgress = (n: number) => void told.push(n);
    const error = await runReplay({ target, ...pacing() }, plan, { ...pace(), onProgress }).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: 'REPLAY_STOPPED',
      message: expect.stringContaining('e2 did not arrive: Error: target unreachable'),
      details: { id: 'e2', sent: target.received.length, total: 6 },
    });
    expect(told).toEqual(target.received.map((_, n) => n + 1));
    const later = await planReplay(audit, scope(error.details.resumeFrom, '2026-11-24T11:00:00Z'));
    const all = new Set([...target.received.map(({ id }) => id), ...idsOf(later.events)]);
    expect([...all].sort()).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'e5']);
  });
});
