import type { EventEnvelope } from '@almanac/events';
import { FakeArchive, FakeAuditCopy, FakeReplayTarget } from '@almanac/events/replay/fakes';
import { AlmanacError } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { replayEvents } from './replay-events.ts';
import { checkOptions, type ReplayOptions, replayRequest } from './replay-request.ts';

const BUS = 'MediaDownloaderEvents';
const window = { from: new Date('2026-11-24T10:00:00Z'), to: new Date('2026-11-24T11:00:00Z') };
const event = (id: string, detailType = 'FileDownloadCompleted'): EventEnvelope => ({
  ...{ id, detailType, time: '2026-11-24T10:30:00Z', detail: {}, source: 'mediadownloader.download' },
  ...{ region: 'r', account: 'a', resources: [] },
});

/** A stack with three events, a consumer of completed downloads, and a person who answers as told. */
function world(agrees = true) {
  const audit = new FakeAuditCopy();
  audit.add(BUS, event('a'), event('b', 'FileDownloadFailed'), { ...event('c'), detail: { metadata: { id: 'fact' } } });
  const archive = new FakeArchive([{ state: 'RUNNING', lastEventTime: '2026-11-24T10:30:00Z' }]);
  const target = new FakeReplayTarget();
  const log: string[] = [];
  const deps = {
    ...{ audit, archive, clock: { now: () => new Date(0) }, wait: async () => undefined },
    say: (line: string) => void log.push(line),
    confirm: async (question: string) => {
      log.push(question);
      if (!agrees) throw new AlmanacError('NOT_CONFIRMED', 'Nothing was done');
    },
    handled: {
      clear: async (consumer: string, ids: readonly string[]) => {
        log.push(`clear ${consumer} ${ids}`);
        return 2;
      },
    },
  };
  const way = { kind: 'consumer', consumer: 'media-notify', target } as const;
  const select = ({ detailType }: EventEnvelope) => detailType === 'FileDownloadCompleted';
  const request = { bus: BUS, rules: [], select, way };
  const settings = { ...window, name: 'again', perSecond: 100, isDryRun: false };
  return { deps, request, settings, target, archive, log };
}

describe('a replay from the command line', () => {
  it('counts, asks and sends to one consumer', async () => {
    const { deps, request, settings, target, log } = world();
    expect(await replayEvents(deps, request, settings)).toMatchObject({
      ...{ way: 'consumer', bus: BUS, target: 'media-notify', sent: 2 },
      plan: { types: { FileDownloadCompleted: 2 } },
    });
    expect(target.received.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(log[1]).toBe(`Replay 2 events of ${BUS} to media-notify?`);
    expect(log.join()).not.toContain('clear');
  });

  it('clears what the consumer has on record of these events before it sends', async () => {
    const { deps, request, settings, log } = world();
    expect(await replayEvents(deps, request, { ...settings, reprocess: true })).toMatchObject({ cleared: 2, sent: 2 });
    const cleared = log.indexOf('clear media-notify a,fact,c');
    expect(cleared).toBeGreaterThan(0);
    expect(log.indexOf('1 of 2 events sent')).toBeGreaterThan(cleared);
  });

  it('only counts in a dry run, asks nobody where there is nothing, and does nothing without a yes', async () => {
    const dry = world();
    const counted = await replayEvents(dry.deps, dry.request, { ...dry.settings, isDryRun: true, reprocess: true });
    expect(counted.plan.events).toHaveLength(2);
    expect([...dry.target.received, ...dry.log.slice(1)]).toEqual([]);
    const none = world();
    await replayEvents(none.deps, { ...none.request, select: () => false }, none.settings);
    expect(none.log).toHaveLength(1);
    const no = world(false);
    const replaying = replayEvents(no.deps, no.request, { ...no.settings, reprocess: true });
    await expect(replaying).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
    expect(no.target.received).toEqual([]);
    expect(no.log.join()).not.toContain('clear');
  });

  it("is the archive's where it goes to the rules of the bus", async () => {
    const { deps, request, settings, archive, log } = world();
    const way = { kind: 'archive', archiveArn: 'arn' } as const;
    const replayed = await replayEvents(deps, { ...request, rules: ['media-notify-dev'], way }, settings);
    expect(replayed).toMatchObject({ way: 'archive', plan: { types: { FileDownloadCompleted: 2 } } });
    const [from, to] = [window.from.toISOString(), window.to.toISOString()];
    expect(archive.started).toEqual([{ name: 'again', archiveArn: 'arn', from, to, rules: ['media-notify-dev'] }]);
    expect(log).toContain('again: running, at 2026-11-24T10:30:00Z');
  });
});

describe('the options of a replay', () => {
  const target = new FakeReplayTarget();
  const stack = {
    outputs: {
      ...{ region: 'r', cost_bus_name: 'cost-bus', media_bus_name: BUS, cost_archive_arn: 'cost-archive' },
      ...{
        media_archive_arn: 'media-archive',
        schedules_bus_name: 'schedules',
        schedules_archive_arn: 'archive/schedules',
        audit_bucket: 'b',
        event_outbox_queue_url: 'u',
      },
      ...{ handled_events_table: 't', event_consumers: {} },
    },
    patternOf: async (bus: string, rule: string) => ({ source: [`${bus} ${rule}`] }),
    ...{ targetOf: () => target, busTarget: () => target },
    requireBus: async (bus: string) => {
      if (bus !== 'test') throw new AlmanacError('UNKNOWN_BUS', `There is no bus ${bus}`);
    },
  };

  it.each<[Partial<ReplayOptions>, string]>([
    [{ from: window.to }, '--from must be before --to'],
    [{}, 'Name the bus'],
    [{ consumer: 'c', toBus: 'b' }, 'not both'],
    [{ consumer: 'c', rule: ['r'] }, 'leave --rule out'],
    [{ bus: 'media', reprocess: true }, 'add --consumer'],
    [{ bus: 'media', type: ['T'] }, 'give --rule'],
  ])('%j contradict each other', (options, reason) => {
    expect(() => checkOptions({ ...window, ...options })).toThrow(reason);
  });

  it('lead to the archive of the bus, or to another bus', async () => {
    const fromCost = await replayRequest(stack, { ...window, bus: 'cost' });
    expect(fromCost).toMatchObject({
      bus: 'cost-bus',
      rules: [],
      way: { kind: 'archive', archiveArn: 'cost-archive' },
    });
    const other = await replayRequest(stack, { ...window, bus: BUS, toBus: 'test', type: ['T'], rule: ['r', 's'] });
    expect(other.way).toEqual({ kind: 'bus', toBus: 'test', target });
    const selected = [
      event('a', 'T'),
      { ...event('b', 'T'), source: `${BUS} s` },
      { ...event('c'), source: `${BUS} r` },
    ];
    expect(selected.filter(other.select).map(({ id }) => id)).toEqual(['b']);
  });

  it('do not send to a bus that is not there, since EventBridge would say that it took everything', async () => {
    const toNowhere = replayRequest(stack, { ...window, bus: 'media', toBus: 'tset' });
    await expect(toNowhere).rejects.toMatchObject({ code: 'UNKNOWN_BUS', message: expect.stringContaining('tset') });
  });

  it('do not send a bus what it already has', async () => {
    await expect(replayRequest(stack, { ...window, bus: BUS, toBus: 'media' })).rejects.toMatchObject({
      code: 'SAME_BUS',
    });
    await expect(replayRequest(stack, { ...window, bus: 'media', toBus: BUS })).rejects.toMatchObject({
      code: 'SAME_BUS',
    });
  });
});
