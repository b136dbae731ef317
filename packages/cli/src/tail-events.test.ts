import type { EventEnvelope } from '@almanac/events';
import { FakeAuditCopy } from '@almanac/events/replay/fakes';
import { describe, expect, it } from '@jest/globals';
import { findEvent } from './find-event.ts';
import { tailEvents } from './tail-events.ts';

const event = (id: string, time: string, detailType = 'FileDownloadStarted', detail: unknown = {}): EventEnvelope => ({
  ...{ id, time, detailType, detail, source: 's', region: 'r', account: 'a', resources: [] },
});

/** Runs a tail of one minute, while events come into the copy after so many seconds. */
async function tailed(audit: FakeAuditCopy, arriving: Readonly<Record<number, EventEnvelope>>, since: string) {
  let now = Date.parse('2026-11-24T10:59:30Z');
  const wait = async (ms: number) => {
    now += ms;
    const arrived = arriving[(now - Date.parse('2026-11-24T10:59:30Z')) / 1000];
    if (arrived) audit.add('bus', arrived);
  };
  const tail = {
    ...{ bus: 'bus', since: new Date(since), until: new Date('2026-11-24T11:00:30Z'), pollMs: 10_000 },
    select: ({ detailType }: EventEnvelope) => detailType !== 'Other',
  };
  const ids: string[] = [];
  for await (const { id } of tailEvents({ audit, clock: { now: () => new Date(now) }, wait }, tail)) ids.push(id);
  return ids;
}

describe('following events', () => {
  it('shows those since then by their time, and then what arrives, over the turn of the hour', async () => {
    const audit = new FakeAuditCopy();
    const second = event('second', '2026-11-24T10:58:00Z');
    audit.add('bus', event('old', '2026-11-24T10:29:59Z'), second, event('first', '2026-11-24T10:30:00Z'));
    audit.add('bus', event('unwanted', '2026-11-24T10:45:00Z', 'Other'));
    const late = event('late', '2026-11-24T10:59:59Z');
    const arriving = {
      10: event('third', '2026-11-24T10:59:35Z'),
      40: event('next', '2026-11-24T11:00:05Z'),
      50: late,
    };
    expect(await tailed(audit, arriving, '2026-11-24T10:30:00Z')).toEqual(['first', 'second', 'third', 'next', 'late']);
  });

  it('shows each fact once and reads each object once', async () => {
    const audit = new FakeAuditCopy();
    const fact = (id: string) => event(id, '2026-11-24T10:30:00Z', 'T', { metadata: { id: 'fact' } });
    audit.add('bus', fact('a'), fact('b'));
    expect(await tailed(audit, { 20: fact('c') }, '2026-11-24T10:00:00Z')).toEqual(['a']);
    expect(audit.read).toHaveLength(3);
  });

  it('shows a correction that was sent under the id of what it corrects', async () => {
    const audit = new FakeAuditCopy();
    const fact = (id: string, size: unknown) =>
      event(id, '2026-11-24T10:30:00Z', 'T', { size, metadata: { id: 'fact' } });
    audit.add('bus', fact('wrong', 'many'));
    expect(await tailed(audit, { 20: fact('corrected', 2) }, '2026-11-24T10:00:00Z')).toEqual(['wrong', 'corrected']);
  });
});

describe('finding an event', () => {
  const audit = new FakeAuditCopy();
  audit.add('media', event('e1', '2026-11-24T08:00:00Z', 'T', { metadata: { id: 'fact' } }));
  audit.add('media', event('e2', '2026-11-24T10:00:00Z'));
  const find = (id: string, since: string) =>
    findEvent(audit, ['cost', 'media'], id, new Date(since), new Date('2026-11-24T10:30:00Z'));

  it('goes by the id of the fact and by that of EventBridge', async () => {
    for (const id of ['fact', 'e1']) {
      expect(await find(id, '2026-11-24T08:00:00Z')).toMatchObject({ bus: 'media', event: { id: 'e1' } });
    }
  });

  it('looks no further back than asked', async () => {
    expect(await find('fact', '2026-11-24T09:00:00Z')).toBeUndefined();
    expect(await find('e2', '2026-11-24T09:00:00Z')).toMatchObject({ event: { id: 'e2' } });
  });
});
