import { describe, expect, it } from '@jest/globals';
import { type MediaFile, withFact } from './media-file.ts';

const started = { eventId: 's', happenedAt: '2026-11-24T10:00:00.000Z' };
const completed = {
  ...{ eventId: 'c', happenedAt: '2026-11-24T10:00:01.000Z' },
  ...{ s3Key: 'a.mp4', size: 12, contentType: 'video/mp4' },
};
const right: MediaFile = { fileId: 'a', status: 'downloaded', facts: { started, completed } };

describe('a fact that is known already', () => {
  it('changes nothing', () => {
    expect(withFact(right, 'a', 'completed', { ...completed })).toBe(right);
    expect(withFact(right, 'a', 'started', { ...started, happenedAt: '2026-11-24T09:00:00.000Z' })).toBe(right);
  });

  it('replaces what the same event was understood to say', () => {
    const wrong: MediaFile = { ...right, facts: { started, completed: { ...completed, size: 1 } } };
    expect(withFact(wrong, 'a', 'completed', completed)).toEqual(right);
  });

  it('corrects a status that does not follow from the facts', () => {
    expect(withFact({ ...right, status: 'failed' }, 'a', 'started', started)).toEqual(right);
  });
});
