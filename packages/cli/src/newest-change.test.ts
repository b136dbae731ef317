import type { LedgerChange, LedgerObject } from '@almanac/aws';
import { describe, expect, it } from '@jest/globals';
import { entryOfNewest } from './newest-change.ts';

const at = (second: number, ms = 0) => Date.UTC(2025, 0, 1, 0, 0, second, ms);
/** S3 counts whole seconds. */
const upload = (second: number, etag = 'x', versionId?: string) => ({
  etag,
  lastModified: new Date(at(second)).toISOString(),
  ...(versionId && { versionId }),
});
const entry = (sequencer: string, ms: number, etag = 'x', version_id?: string): LedgerChange => ({
  sequencer,
  item: { kind: 'object', etag, event_time: new Date(ms).toISOString(), version_id } as unknown as LedgerObject,
});
const deletion = (sequencer: string): LedgerChange => ({
  sequencer,
  item: { kind: 'deletion', object_id: 'd', bucket: 'b', key: 'k', report: 'r', event_time: 't' },
});
const held = (...versions: ReturnType<typeof upload>[]) => ({ deleted: false, versions });
const deleted = (...versions: ReturnType<typeof upload>[]) => ({ deleted: true, versions });

describe('entryOfNewest of an upload', () => {
  it('is the entry of these bytes, stamped with a fraction of the second or a little later', () => {
    const known = entry('1', at(9, 700));
    expect(entryOfNewest(held(upload(9)), [known])).toBe(known);
    expect(entryOfNewest(held(upload(7)), [known])).toBe(known);
  });

  it('is unknown as long as only other bytes or older uploads are recorded', () => {
    expect(entryOfNewest(held(upload(9)), [entry('1', at(9), 'y')])).toBeUndefined();
    expect(entryOfNewest(held(upload(30), upload(9)), [entry('1', at(9, 500))])).toBeUndefined();
    expect(entryOfNewest(held(upload(9)), [])).toBeUndefined();
  });

  it('tells two uploads of the same bytes in one second apart', () => {
    const [first, second] = [entry('1', at(9, 100)), entry('2', at(9, 110))];
    const stored = held(upload(9), upload(9));
    expect(entryOfNewest(stored, [first])).toBeUndefined();
    expect(entryOfNewest(stored, [second, first])).toBe(second);
  });

  it('is not taken in by an older event that is stamped in the next second', () => {
    expect(entryOfNewest(held(upload(10), upload(9)), [entry('1', at(10, 10))])).toBeUndefined();
  });

  it('knows bytes that come back after others', () => {
    const [a, b, again] = [entry('1', at(7)), entry('2', at(8), 'y'), entry('3', at(9))];
    const stored = held(upload(9), upload(8, 'y'), upload(7));
    expect(entryOfNewest(stored, [b, a])).toBeUndefined();
    expect(entryOfNewest(stored, [again, b, a])).toBe(again);
  });

  it('does not wait for uploads from before the stack', () => {
    const known = entry('1', at(50));
    expect(entryOfNewest(held(upload(50), upload(9)), [known])).toBe(known);
  });

  it('goes by the version id where events carry it, whatever the times', () => {
    const [first, second] = [entry('1', at(9), 'x', 'v1'), entry('2', at(40), 'x', 'v2')];
    const stored = held(upload(9, 'x', 'v2'), upload(9, 'x', 'v1'));
    expect(entryOfNewest(stored, [second, first])).toBe(second);
    expect(entryOfNewest(stored, [first])).toBeUndefined();
  });

  it('matches by time where S3 has version ids and events do not', () => {
    const known = entry('1', at(9));
    expect(entryOfNewest(held(upload(9, 'x', 'v1')), [known])).toBe(known);
  });
});

describe('entryOfNewest of a deleted key', () => {
  it('is its deletion, once it is recorded', () => {
    const [first, second] = [entry('1', at(9)), deletion('2')];
    expect(entryOfNewest(deleted(upload(9)), [first])).toBeUndefined();
    expect(entryOfNewest(deleted(upload(9)), [second, first])).toBe(second);
  });

  it('is not the deletion of an earlier upload', () => {
    const [a, first, b, second] = [entry('1', at(1)), deletion('2'), entry('3', at(20)), deletion('4')];
    const stored = deleted(upload(20), upload(1));
    expect(entryOfNewest(stored, [first, a])).toBeUndefined();
    expect(entryOfNewest(stored, [b, first, a])).toBeUndefined();
    expect(entryOfNewest(stored, [second, b, first, a])).toBe(second);
  });

  it('is found where S3 holds nothing of the key any more', () => {
    const gone = deletion('2');
    expect(entryOfNewest(deleted(), [gone, entry('1', at(1))])).toBe(gone);
    expect(entryOfNewest(deleted(), [entry('1', at(1))])).toBeUndefined();
  });
});
