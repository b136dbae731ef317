import { describe, expect, it } from '@jest/globals';
import { matchesPattern } from './event-pattern.ts';

const event = {
  source: 'mediadownloader.download',
  'detail-type': 'FileDownloadFailed',
  detail: { fileId: 'abc', size: 5, tags: ['a', 'b'], parts: [{ n: 1 }, { n: 2 }], owner: { name: 'Ann' }, none: null },
};

describe("EventBridge's patterns", () => {
  it.each([
    [{}],
    [{ source: ['x', 'mediadownloader.download'] }],
    [{ source: [{ prefix: 'mediadownloader.' }], 'detail-type': [{ suffix: 'Failed' }] }],
    [{ source: [{ prefix: { 'equals-ignore-case': 'MediaDownloader' } }] }],
    [{ detail: { tags: ['b', 'c'] } }],
    [{ detail: { parts: { n: [2] } } }],
    [{ detail: { none: [null] } }],
    [{ detail: { owner: { name: [{ 'equals-ignore-case': 'ANN' }] } } }],
    [{ detail: { size: [{ numeric: ['>', 4, '<=', 5] }] } }],
    [{ detail: { fileId: [{ exists: true }], gone: [{ exists: false }] } }],
    [{ detail: { fileId: [{ 'anything-but': ['x', 'y'] }] } }],
    [{ detail: { fileId: [{ 'anything-but': { prefix: ['x', 'y'] } }] } }],
    [{ detail: { fileId: [{ wildcard: 'a*c' }] } }],
    [{ $or: [{ source: ['x'] }, { detail: { fileId: ['abc'] } }] }],
  ])('match %j', (pattern) => {
    expect(matchesPattern(pattern, event)).toBe(true);
  });

  it.each([
    [{ source: ['x'] }],
    [{ source: ['mediadownloader.download'], 'detail-type': ['x'] }],
    [{ detail: { gone: ['x'] } }],
    [{ detail: { gone: { deeper: ['x'] } } }],
    [{ detail: { toString: [{ exists: true }] } }],
    [{ detail: { gone: [{ 'anything-but': 'x' }] } }],
    [{ detail: { fileId: [{ 'anything-but': ['abc'] }] } }],
    [{ detail: { fileId: [{ 'anything-but': { suffix: 'bc' } }] } }],
    [{ detail: { fileId: [{ exists: false }] } }],
    [{ detail: { size: [{ numeric: ['>', 5] }] } }],
    [{ detail: { size: ['5'] } }],
    [{ detail: { size: [{ prefix: '5' }] } }],
    [{ detail: { fileId: [{ wildcard: 'a.c*d' }] } }],
    [{ $or: [{ source: ['x'] }, { source: ['y'] }] }],
  ])('do not match %j', (pattern) => {
    expect(matchesPattern(pattern, event)).toBe(false);
  });

  it('are refused where they use what is not known here', () => {
    expect(() => matchesPattern({ source: [{ cidr: '10.0.0.0/24' }] }, event)).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_PATTERN', message: expect.stringContaining('"cidr"') }),
    );
  });
});
