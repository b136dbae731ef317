import { type EventContract, fileDownloadCompleted } from '@almanac/contracts';
import { describe, expect, it } from '@jest/globals';
import { consumerNamed } from './declared-consumers.ts';
import { busNamed, contractNamed, contractOf } from './event-stack.ts';

const outputs = {
  cost_bus_name: 'cost-optimizer-event-bus-dev',
  media_bus_name: 'MediaDownloaderEvents',
  schedules_bus_name: 'schedule-events-dev',
};

describe('names on the command line', () => {
  it.each([
    ['cost', 'cost-optimizer-event-bus-dev'],
    ['media', 'MediaDownloaderEvents'],
    ['MediaDownloaderEvents', 'MediaDownloaderEvents'],
  ])('the bus %s is %s', (given, name) => expect(busNamed(outputs, given)).toBe(name));

  it('a bus that is not there is refused with those that are', () => {
    expect(() => busNamed(outputs, 'default')).toThrow(
      /no bus default: it has cost \(cost-opt.*, media \(Media.*, schedules \(schedule-ev/,
    );
  });

  it('an event is found by its name, and a near one offered', () => {
    expect(contractNamed('CostFileFailed')).toMatchObject({ name: 'CostFileFailed', bus: 'cost' });
    expect(() => contractNamed('FileDownloadComplete')).toThrow(/did you mean FileDownloadCompleted/);
    expect(() => contractNamed('Zz')).toThrow(/there are CostDataPublished/);
  });

  it('an event that was sent has the contract of its version, and not the newest', () => {
    const newer: EventContract = { ...fileDownloadCompleted, version: '2.0' };
    const contracts = [fileDownloadCompleted, newer];
    expect(contractOf('FileDownloadCompleted', contracts).version).toBe('1.0');
    expect(contractOf('FileDownloadCompleted.v2', contracts).version).toBe('2.0');
    expect(() => contractOf('FileDownloadCompleted.v3', contracts)).toThrow(/did you mean FileDownloadCompleted/);
  });

  const declared = JSON.stringify([
    { name: 'media-notify', bus: 'media', sources: ['s'], detail_types: ['T'], target: 'lambda', summary: 'x' },
    { name: 'triage', bus: 'media', sources: ['s'], detail_types: ['T'], detail: { size: [{ numeric: ['>', 0] }] } },
  ]);

  it('a consumer has the pattern of its rule', () => {
    const pattern = { source: ['s'], 'detail-type': ['T'] };
    expect(consumerNamed('media-notify', declared)).toEqual({ name: 'media-notify', bus: 'media', pattern });
    expect(consumerNamed('triage', declared).pattern).toEqual({
      ...pattern,
      detail: { size: [{ numeric: ['>', 0] }] },
    });
    expect(() => consumerNamed('media-notifier', declared)).toThrow(/did you mean media-notify\?/);
  });
});
