import { eventContract, fileDownloadCompleted, fileDownloadStarted } from '@almanac/contracts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { type ConsumeDeps, consume, type ReceivedEvent, when } from './consume.ts';
import { type EventEnvelope, eventBridgeForm } from './envelope.ts';
import { FakeQuarantine, MemoryHandledEvents, SettableClock } from './fakes.ts';

const attempt = { remainingMs: 1000 };
const metadata = {
  ...{ id: 'fact-1', version: '1', correlationId: 'upload-1', producer: 'test' },
  time: '2026-11-24T09:59:59.500Z',
};
const envelope = (
  detail: unknown = fileDownloadCompleted.example,
  more: Partial<EventEnvelope> = {},
): EventEnvelope => ({
  ...{ id: 'eb-1', source: 'mediadownloader.download', detailType: 'FileDownloadCompleted' },
  ...{ time: '2026-11-24T10:00:00Z', region: 'us-east-1', account: '000000000000', resources: [] },
  detail,
  ...more,
});

describe('consume', () => {
  let deps: ConsumeDeps & { quarantine: FakeQuarantine; handled: MemoryHandledEvents };
  let effects: ReceivedEvent<unknown>[];
  let failures: number;
  beforeEach(() => {
    const clock = new SettableClock('2026-11-24T10:00:01Z');
    deps = { handled: new MemoryHandledEvents(clock), quarantine: new FakeQuarantine(), clock };
    effects = [];
    failures = 0;
  });
  const effect = async (event: ReceivedEvent<unknown>) => {
    if (failures-- > 0) throw new Error('the effect failed');
    effects.push(event);
  };
  const accepts = [when(fileDownloadCompleted, effect), when(fileDownloadStarted, effect)];
  const run = (event: EventEnvelope, part?: string) =>
    consume(deps, { name: 'consumer', accepts, ...(part !== undefined && { part }) })(event, attempt);

  it('gives the effect what its contract names, and who said it', async () => {
    const detail = { ...fileDownloadCompleted.example, metadata, addedInLaterMinor: true };
    expect(await run(envelope(detail))).toBe('handled');
    const { addedInLaterMinor: _, ...known } = detail;
    expect(effects).toEqual([{ id: 'fact-1', time: metadata.time, correlationId: 'upload-1', detail: known }]);
  });

  it('handles a fact once, under whatever id EventBridge delivers it', async () => {
    const detail = { ...fileDownloadCompleted.example, metadata };
    expect(await run(envelope(detail))).toBe('handled');
    expect(await run(envelope(detail))).toBe('duplicate');
    expect(await run(envelope(detail, { id: 'eb-2', time: '2026-11-24T11:00:00Z', replayName: 'r' }))).toBe(
      'duplicate',
    );
    expect(effects).toHaveLength(1);
  });

  it('handles a fact once, whatever its publisher says at another try of when it happened', async () => {
    const detail = { ...fileDownloadCompleted.example, metadata };
    expect(await run(envelope(detail))).toBe('handled');
    const again = { ...detail, metadata: { ...metadata, time: '2026-11-25T00:00:01.000Z' } };
    expect(await run(envelope(again, { id: 'eb-2' }))).toBe('duplicate');
    expect(effects).toHaveLength(1);
  });

  it('handles each part of an event by itself', async () => {
    expect([await run(envelope(), 'a'), await run(envelope(), 'b'), await run(envelope(), 'a')]).toEqual([
      'handled',
      'handled',
      'duplicate',
    ]);
  });

  it('handles it again where the effect failed, and after its record was cleared', async () => {
    failures = 1;
    await expect(run(envelope())).rejects.toThrow('the effect failed');
    expect(await run(envelope())).toBe('handled');
    expect(await deps.handled.clear('consumer', ['eb-1'])).toBe(1);
    expect(await run(envelope())).toBe('handled');
  });

  it.each([
    [
      'the fields that are wrong',
      envelope({ fileId: 'f', size: -1, s3Key: 'k' }),
      ['detail.size', 'detail.contentType'],
    ],
    ['a type that it does not take', envelope({}, { detailType: 'FileMetadataReady' }), ['detail-type']],
    ['a source that is not its', envelope({}, { source: 'elsewhere' }), ['source']],
    ['a detail that is no object', envelope('text'), ['detail']],
  ])('puts an event into quarantine once, with %s', async (_, event, paths) => {
    expect(await run(event)).toBe('quarantined');
    expect(await run(event)).toBe('duplicate');
    expect(effects).toEqual([]);
    const [record, ...others] = deps.quarantine.records;
    expect(others).toEqual([]);
    expect(record).toMatchObject({ consumer: 'consumer', quarantinedAt: '2026-11-24T10:00:01.000Z' });
    expect(record?.event).toEqual(eventBridgeForm(event));
    expect(record?.errors.map(({ path }) => path).sort()).toEqual([...paths].sort());
  });

  it('lifts an event of an older version to the one that it knows', async () => {
    const newer = eventContract({
      ...fileDownloadCompleted,
      version: '2.0',
      detail: z.object({ key: z.string() }),
      example: { key: 'a' },
      upcasts: { from: fileDownloadCompleted, lift: ({ s3Key }) => ({ key: s3Key }) },
    });
    const consumer = { name: 'consumer', accepts: [when(newer, effect)] };
    expect(await consume(deps, consumer)(envelope(), attempt)).toBe('handled');
    const next = envelope({ key: 'b' }, { id: 'eb-2', detailType: 'FileDownloadCompleted.v2' });
    expect(await consume(deps, consumer)(next, attempt)).toBe('handled');
    expect(effects).toMatchObject([{ detail: { key: fileDownloadCompleted.example.s3Key } }, { detail: { key: 'b' } }]);
  });

  it('takes a fact that its publisher corrects after it was in quarantine', async () => {
    expect(await run(envelope({ metadata, fileId: 'f' }))).toBe('quarantined');
    expect(await run(envelope({ ...fileDownloadCompleted.example, metadata }, { id: 'eb-2' }))).toBe('handled');
  });
});
