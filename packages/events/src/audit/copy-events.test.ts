import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { copyEvents } from './copy-events.ts';
import { FakeAuditStore } from './fakes.ts';

const eventAt = (id: string, time: string, rest: object = {}) => ({
  version: '0',
  id,
  'detail-type': 'FileDownloadCompleted',
  source: 'mediadownloader.download',
  account: '000000000000',
  time,
  region: 'us-east-1',
  resources: [],
  detail: { fileId: 'f1', nested: { 'odd key': [1, null, 'ü'] } },
  ...rest,
});

const message = (id: string, time = '2024-03-01T10:15:00Z', bus = 'MediaDownloaderEvents') => ({
  messageId: `m-${id}`,
  body: JSON.stringify({ bus, event: eventAt(id, time) }),
});

describe('copying events', () => {
  let store: FakeAuditStore;
  beforeEach(() => {
    store = new FakeAuditStore();
  });
  const copy = (...batch: { messageId: string; body: string }[]) => copyEvents({ store })(batch);
  const keys = () => [...store.objects.keys()].sort();

  it('writes one object per bus and hour, of the whole events in the order of time', async () => {
    const result = await copy(
      message('late', '2024-03-01T10:59:59Z'),
      message('early', '2024-03-01T10:00:00Z'),
      message('next', '2024-03-01T11:00:00Z'),
      message('cost', '2024-03-01T10:00:00Z', 'cost-bus'),
    );
    expect(result).toEqual({ events: 4, objects: 3, failures: new Map() });
    expect(keys().map((key) => key.replace(/[0-9a-f]{24}/, '<id>'))).toEqual([
      'events/bus=MediaDownloaderEvents/dt=2024-03-01/hour=10/<id>.jsonl.gz',
      'events/bus=MediaDownloaderEvents/dt=2024-03-01/hour=11/<id>.jsonl.gz',
      'events/bus=cost-bus/dt=2024-03-01/hour=10/<id>.jsonl.gz',
    ]);
    expect(store.events.slice(0, 2)).toEqual([
      eventAt('early', '2024-03-01T10:00:00Z'),
      eventAt('late', '2024-03-01T10:59:59Z'),
    ]);
  });

  it('takes the hour in UTC', async () => {
    await copy(message('a', '2024-03-01T00:30:00+02:00'));
    expect(keys()[0]).toContain('/dt=2024-02-29/hour=22/');
  });

  it('writes the same object again for the same batch in any order', async () => {
    const batch = ['a', 'b', 'c'].map((id) => message(id));
    await copy(...batch);
    const first = new Map(store.objects);
    await copy(...batch);
    expect(store.objects).toEqual(first);
    await copy(...batch.toReversed());
    expect(keys()).toEqual([...first.keys()]);
  });

  it('keeps every digit and order of an event, on one line', async () => {
    const event =
      '{"time": "2024-03-01T10:00:00Z",\r\n "id":"a", "detail": {"cost": 1.10, "n": 12345678901234567890,\n"t":"}\\n"}}';
    await copy({ messageId: 'm', body: `{"bus": "b", "event": ${event}}` });
    expect([...store.objects.values()]).toEqual([
      ['{"time": "2024-03-01T10:00:00Z",  "id":"a", "detail": {"cost": 1.10, "n": 12345678901234567890, "t":"}\\n"}}'],
    ]);
  });

  it.each([
    ['no JSON', 'x', /^This is no copy of an event: it is not of the form/],
    ['an event without its bus', JSON.stringify(eventAt('a', '2024-03-01T10:00:00Z')), /not of the form/],
    ['a bus that would leave its folder', '{"bus": "../x", "event": {}}', /not of the form/],
    ['half an event', '{"bus": "b", "event": {"id": }', /event: /],
    ['an event without a time', '{"bus": "b", "event": {"id": "a"}}', /event\.time: /],
    ['an event without an id', '{"bus": "b", "event": {"time": "2024-03-01T10:00:00Z"}}', /event\.id: /],
  ])('fails %s alone', async (_what, body, words) => {
    const { failures, ...counts } = await copy(message('good'), { messageId: 'm-bad', body });
    expect(counts).toEqual({ events: 1, objects: 1 });
    expect([...failures]).toEqual([
      ['m-bad', expect.objectContaining({ code: 'NOT_AN_AUDIT_MESSAGE', message: expect.stringMatching(words) })],
    ]);
  });

  it('fails the messages of an object that cannot be written, and copies the others', async () => {
    store.refused = /hour=10/;
    const result = await copy(message('a'), message('b'), message('c', '2024-03-01T11:00:00Z'));
    expect(result).toMatchObject({ events: 1, objects: 1 });
    expect([...result.failures.keys()].sort()).toEqual(['m-a', 'm-b']);
  });

  it('loses nothing: every message is copied or has failed, whatever is delivered again', async () => {
    const text = fc.record({
      id: fc.integer({ min: 0, max: 20 }),
      hour: fc.integer({ min: 0, max: 3 }),
      bad: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 30 }), fc.integer({ min: 0, max: 3 }), async (sent, refusedHour) => {
        store = new FakeAuditStore();
        store.refused = new RegExp(`hour=0${refusedHour}`);
        const batch = sent.map(({ id, hour, bad }, n) => ({
          messageId: `m${n}`,
          body: bad ? '{}' : message(`${id}`, `2024-03-01T0${hour}:00:00Z`).body,
        }));
        const { failures } = await copy(...batch);
        const retried = batch.filter(({ messageId }) => failures.has(messageId));
        delete store.refused;
        await copy(...retried);
        const wanted = sent.filter(({ bad }) => !bad).map(({ id }) => `${id}`);
        expect(new Set(store.events.map((event) => (event as { id: string }).id))).toEqual(new Set(wanted));
      }),
    );
  });
});
