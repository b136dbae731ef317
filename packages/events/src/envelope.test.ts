import { AlmanacError } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correlationOf, eventBridgeForm, identityOf, parseEnvelope, parseEnvelopeText } from './envelope.ts';

const event = {
  version: '0',
  id: 'eb-1',
  'detail-type': 'FileDownloadStarted',
  source: 'mediadownloader.download',
  account: '000000000000',
  time: '2026-11-24T10:00:00Z',
  region: 'us-east-1',
  resources: ['arn:aws:s3:::bucket'],
  detail: { fileId: 'f1' },
  'replay-name': 'incident-1',
};
const withMetadata = (metadata: unknown) => parseEnvelope({ ...event, detail: { metadata } });

describe('an envelope', () => {
  it('keeps everything that EventBridge delivered', () => {
    expect(parseEnvelope(event)).toMatchObject({
      id: 'eb-1',
      detailType: 'FileDownloadStarted',
      replayName: 'incident-1',
    });
    expect(eventBridgeForm(parseEnvelopeText(JSON.stringify(event)))).toEqual(event);
    const { 'replay-name': _, ...firstTime } = event;
    expect(eventBridgeForm(parseEnvelope(firstTime))).toEqual(firstTime);
  });

  it.each([
    ['nonsense', /it is not JSON/],
    ['null', /the whole of it/],
    [JSON.stringify({ ...event, id: '' }), /: id: /],
    [JSON.stringify({ ...event, time: 'now' }), /: time: /],
    [JSON.stringify({ ...event, 'detail-type': undefined }), /: detail-type: /],
  ])('is not read from %s', (body, why) => {
    expect(() => parseEnvelopeText(body)).toThrow(why);
    expect(() => parseEnvelopeText(body)).toThrow(AlmanacError);
  });

  it("states the fact of its publisher's id and time, and else of EventBridge's", () => {
    const metadata = { id: 'fact-1', time: '2026-11-24T09:59:59.5Z', correlationId: 'upload-1' };
    expect(identityOf(withMetadata(metadata))).toEqual({ id: 'fact-1', time: '2026-11-24T09:59:59.500Z' });
    expect(correlationOf(withMetadata(metadata))).toBe('upload-1');
    expect(identityOf(parseEnvelope(event))).toEqual({ id: 'eb-1', time: '2026-11-24T10:00:00.000Z' });
    expect(correlationOf(parseEnvelope(event))).toBe('eb-1');
    expect(correlationOf(withMetadata({ id: 'fact-1' }))).toBe('fact-1');
  });

  it('can be told apart whatever its detail is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (detail, metadata) => {
        for (const envelope of [parseEnvelope({ ...event, detail }), withMetadata(metadata)]) {
          const { id, time } = identityOf(envelope);
          expect(id).not.toBe('');
          expect(new Date(time).toISOString()).toBe(time);
          expect(correlationOf(envelope)).not.toBe('');
        }
      }),
    );
  });
});
