import { objectCreated, objectDeleted } from '@almanac/testkit';
import { describe, expect, it } from '@jest/globals';
import { parseS3Event } from './s3-event.ts';

describe('an S3 event', () => {
  it('keeps its key as it is', () => {
    const event = parseS3Event(JSON.stringify(objectCreated({ key: 'a+b %20ü.csv', versionId: 'v1' })));
    expect(event.detail.object).toMatchObject({ key: 'a+b %20ü.csv', 'version-id': 'v1', size: 10, etag: 'e1' });
    expect(parseS3Event(JSON.stringify(objectDeleted())).detail).toMatchObject({
      'deletion-type': 'Delete Marker Created',
    });
  });

  it.each([
    ['no JSON', 'hello'],
    ['something else', '{"detail-type":"Scheduled Event"}'],
    ['no key', JSON.stringify({ ...objectCreated(), detail: { bucket: { name: 'b' }, object: {} } })],
  ])('is refused where it is %s', (_name, body) => {
    expect(() => parseS3Event(body)).toThrow(expect.objectContaining({ code: 'BAD_MESSAGE' }));
  });
});
