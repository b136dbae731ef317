import { costFileFailed, fileDownloadCompleted, fileDownloadStarted } from '@almanac/contracts';
import { fixedClock } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { eventPublisher, type PublisherDeps } from './event-publisher.ts';
import { type BusBehaviour, FakeEventBus, FakeEventMetrics, FakeOutbox, type OutboxBehaviour } from './fakes.ts';
import { mediaEvents } from './media-events.ts';

const NOW = '2026-11-24T10:00:00.000Z';

function world(bus: readonly BusBehaviour[] = [], outbox: readonly OutboxBehaviour[] = []) {
  const pauses: number[] = [];
  let ids = 0;
  const deps = {
    bus: new FakeEventBus(bus),
    outbox: new FakeOutbox(outbox),
    metrics: new FakeEventMetrics(),
    clock: fixedClock(NOW),
    random: () => 0.5,
    wait: async (ms: number) => pauses.push(ms),
    newId: () => `new-${++ids}`,
    producer: 'tester',
    traceHeader: (): string | undefined => undefined,
  } satisfies PublisherDeps;
  return { deps, pauses, publisher: eventPublisher(deps) };
}

const started = (n: number) => ({
  contract: fileDownloadStarted,
  detail: { fileId: `file-${n}`, timestamp: n },
  about: { id: `id-${n}`, correlationId: `file-${n}` },
});
const many = (count: number) => Array.from({ length: count }, (_, n) => started(n));

describe('publish', () => {
  it('fills the metadata in and sends the event with its time and trace', async () => {
    const { deps } = world();
    const publisher = eventPublisher({ ...deps, traceHeader: () => 'Root=1-2-3' });
    const { metadata: _, ...detail } = { ...fileDownloadCompleted.example, metadata: undefined };
    const about = { correlationId: 'c1', causationId: 'cause' };
    expect(await publisher.publish(fileDownloadCompleted, detail, about)).toEqual({
      id: 'new-1',
      outcome: 'sent',
      eventId: 'event-1',
    });
    const [entry] = deps.bus.arrived;
    expect(entry).toMatchObject({
      ...{ id: 'new-1', bus: 'media', source: 'mediadownloader.download', detailType: 'FileDownloadCompleted' },
      ...{ time: NOW, traceHeader: 'Root=1-2-3' },
    });
    expect(JSON.parse(entry?.detail ?? '')).toEqual({
      ...detail,
      metadata: {
        ...{ id: 'new-1', version: '1', correlationId: 'c1', causationId: 'cause', producer: 'tester', time: NOW },
      },
    });
  });

  it('takes a stable id, a producer and a time', async () => {
    const { deps, publisher } = world();
    const about = { id: 'stable', correlationId: 'c', producer: 'other', time: '2026-01-01T00:00:00Z' };
    await publisher.publish(fileDownloadStarted, { fileId: 'f', timestamp: 1 }, { ...about, causationId: undefined });
    const [entry] = deps.bus.arrived;
    expect(entry).toMatchObject({ id: 'stable', time: '2026-01-01T00:00:00Z' });
    expect(JSON.parse(entry?.detail ?? '').metadata).toEqual({ version: '1', ...about });
  });

  it('names every path that violates the contract of any of the events, and sends nothing', async () => {
    const { deps, publisher } = world();
    const bad = { fileId: '', timestamp: 'noon', typo: 1 } as unknown as { fileId: string; timestamp: number };
    const wrong = { contract: costFileFailed, detail: costFileFailed.example, about: { correlationId: '' } };
    const publishing = publisher.publishAll([started(1), { ...started(2), detail: bad }, wrong]);
    await expect(publishing).rejects.toMatchObject({
      code: 'INVALID_EVENT',
      message: expect.stringMatching(
        /^FileDownloadStarted, CostFileFailed violates .*FileDownloadStarted detail\.fileId: .*detail\.timestamp: .*detail\.typo: .*CostFileFailed detail\.metadata\.correlationId: /,
      ),
      details: { problems: expect.arrayContaining([expect.objectContaining({ id: 'id-2', path: 'detail.fileId' })]) },
    });
    expect(deps.bus.calls).toEqual([]);
    expect(deps.outbox.kept).toEqual([]);
  });

  it('refuses an event that no queue could carry, and says what to do', async () => {
    const { deps, publisher } = world();
    const detail = { ...costFileFailed.example, message: 'é'.repeat(130_000) };
    await expect(publisher.publish(costFileFailed, detail, { correlationId: 'c' })).rejects.toMatchObject({
      code: 'EVENT_TOO_LARGE',
      message: expect.stringMatching(/CostFileFailed new-1 has 260\d{3} bytes, .* 253952; .* S3/),
    });
    expect(deps.bus.calls).toEqual([]);
  });

  it.each([0, 1, 10, 11, 30, 95])('makes ceil(n / 10) calls for %d events, in their order', async (count) => {
    const { deps, publisher } = world();
    const published = await publisher.publishAll(many(count));
    expect(deps.bus.calls).toHaveLength(Math.ceil(count / 10));
    expect(deps.bus.arrived.map(({ id }) => id)).toEqual(many(count).map(({ about }) => about.id));
    expect(published.map(({ id }) => id)).toEqual(many(count).map(({ about }) => about.id));
    expect(deps.metrics.counts).toEqual(count > 0 ? { 'FileDownloadStarted published': count } : {});
  });

  it('tries what a call refused again, alone, with growing pauses', async () => {
    const { deps, pauses, publisher } = world([{ refuses: [1, 4] }, { refuses: [0] }]);
    expect((await publisher.publishAll(many(5))).map(({ outcome }) => outcome)).toEqual(Array(5).fill('sent'));
    expect(deps.bus.calls.map((call) => call.map(({ id }) => id))).toEqual([
      ['id-0', 'id-1', 'id-2', 'id-3', 'id-4'],
      ['id-1', 'id-4'],
      ['id-1'],
    ]);
    expect(pauses).toEqual([50, 100]);
  });

  it.each<BusBehaviour>(['throws', { refuses: [0] }])(
    'gives the outbox what the bus never takes: %j',
    async (fault) => {
      const { deps, pauses, publisher } = world(Array(4).fill(fault));
      expect(await publisher.publishAll([started(1), ...(fault === 'throws' ? [started(2)] : [])])).toContainEqual({
        id: 'id-1',
        outcome: 'outbox',
      });
      expect(deps.bus.calls).toHaveLength(4);
      expect(pauses).toEqual([50, 100, 200]);
      expect(deps.outbox.kept).toHaveLength(fault === 'throws' ? 2 : 1);
      expect(deps.metrics.counts).toEqual({ 'FileDownloadStarted to outbox': fault === 'throws' ? 2 : 1 });
    },
  );

  it('says which events not even the outbox kept, having tried all of them', async () => {
    const { deps, publisher } = world(Array(4).fill('throws'), ['throws']);
    await expect(publisher.publishAll([started(1), started(2)])).rejects.toMatchObject({
      code: 'EVENTS_NOT_KEPT',
      message: expect.stringMatching(
        /^Not published: FileDownloadStarted id-1\. .*ECONNREFUSED.* the outbox .*unreachable/,
      ),
      details: { ids: ['id-1'] },
    });
    expect(deps.outbox.kept.map(({ id }) => id)).toEqual(['id-2']);
  });
});

describe('the events of the media downloader', () => {
  it('each have a function, and share the id of their file', async () => {
    const { deps, publisher } = world();
    const media = mediaEvents(publisher);
    const fileId = 'abc123';
    const file = { contentType: 'video/mp4', size: 1 };
    const video = { title: 't', description: '', authorName: 'a', authorUser: 'u', publishDate: NOW };
    await media.publishFileMetadataReady({ fileId, ...file, ...video });
    await media.publishFileDownloadStarted({ fileId, timestamp: 1 });
    await media.publishFileDownloadCompleted({ fileId, s3Key: 'k', ...file }, { id: 'stable' });
    await media.publishFileDownloadFailed({ fileId, error: 'gone', timestamp: 2 }, { correlationId: 'request' });
    expect(deps.bus.arrived.map(({ detailType }) => detailType)).toEqual([
      'FileMetadataReady',
      'FileDownloadStarted',
      'FileDownloadCompleted',
      'FileDownloadFailed',
    ]);
    const metadata = deps.bus.arrived.map(({ detail }) => JSON.parse(detail).metadata);
    expect(metadata.map(({ correlationId }) => correlationId)).toEqual([fileId, fileId, fileId, 'request']);
    expect(metadata[2].id).toBe('stable');
  });
});
