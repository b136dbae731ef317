import { describe, expect, it } from '@jest/globals';
import { consumersOf, deadRules, type EventConsumer, parseEventConsumers } from './event-consumers.ts';
import { EVENT_CONTRACTS, fileDownloadCompleted, fileMetadataReady } from './index.ts';

const consumer: EventConsumer = {
  name: 'sample',
  bus: 'media',
  summary: 'It counts.',
  sources: ['mediadownloader.download'],
  detail_types: ['FileDownloadCompleted'],
  target: 'queue',
};

describe('declared consumers', () => {
  it('get the events that bus, source and detail type name', () => {
    expect(consumersOf(fileDownloadCompleted, [consumer])).toEqual([consumer]);
    for (const other of [
      { ...consumer, bus: 'cost' as const },
      { ...consumer, sources: ['mediadownloader.metadata'] },
      { ...consumer, detail_types: ['FileDownloadCompleted.v2'] },
    ])
      expect(consumersOf(fileDownloadCompleted, [other])).toEqual([]);
    expect(consumersOf(fileMetadataReady, [consumer])).toEqual([]);
  });

  it.each([
    ['a detail type that no contract has', { detail_types: ['FileDownloadComplete'] }, '"FileDownloadComplete"'],
    ['an event of another bus', { bus: 'cost' as const }, 'on the bus cost'],
    ['an event of another source', { detail_types: ['FileMetadataReady'] }, '"FileMetadataReady"'],
    ['a source more than is needed', { sources: [...consumer.sources, 'almanac.cur'] }, '"almanac.cur"'],
  ])('are told of a rule that matches nothing: %s', (_what, wrong, words) => {
    expect(deadRules([consumer], EVENT_CONTRACTS)).toEqual([]);
    expect(deadRules([{ ...consumer, ...wrong }], EVENT_CONTRACTS).join('\n')).toContain(words);
  });

  it('are refused with names that are not known', () => {
    expect(() => parseEventConsumers(JSON.stringify([consumer, { ...consumer, target: 'topic' }]))).toThrow(
      expect.objectContaining({ code: 'BAD_EVENT_CONSUMERS', message: expect.stringContaining('wrong at 1.target: ') }),
    );
    expect(() => parseEventConsumers(JSON.stringify([{ ...consumer, detailTypes: [] }]))).toThrow('detailTypes');
    expect(() => parseEventConsumers('[')).toThrow('infra/event-consumers.json is no JSON');
    expect(parseEventConsumers(JSON.stringify([consumer]))).toEqual([consumer]);
  });
});
