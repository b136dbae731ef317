import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { acceptedAs, acceptedDetailTypes } from './accepted-as.ts';
import { eventMetadata } from './envelope.ts';
import { type DetailOf, type EventContract, eventContract } from './event-contract.ts';

const common = {
  name: 'FileStored',
  bus: 'media',
  source: 'mediadownloader.download',
  summary: 'A file is stored.',
  producers: ['sample'],
} as const;

const first = eventContract({
  ...common,
  version: '1.2',
  detail: z.object({ metadata: eventMetadata.optional(), fileId: z.string(), sizeKb: z.int() }),
  example: { fileId: 'a', sizeKb: 2 },
});
const second = eventContract({
  ...common,
  version: '2.0',
  detail: z.object({ metadata: eventMetadata.optional(), fileId: z.string(), size: z.int() }),
  example: { fileId: 'a', size: 2048 },
  upcasts: { from: first, lift: ({ sizeKb, ...rest }) => ({ ...rest, size: sizeKb * 1024 }) },
});
const third = eventContract({
  ...common,
  version: '3.1',
  detail: z.object({ metadata: eventMetadata.optional(), file: z.object({ id: z.string(), size: z.int().max(9999) }) }),
  example: { file: { id: 'a', size: 2048 } },
  upcasts: { from: second, lift: ({ fileId, size }) => ({ file: { id: fileId, size } }) },
});
const metadata = { id: 'e1', version: '1', correlationId: 'c', producer: 'p', time: '2026-11-24T10:00:00Z' };

describe('acceptedAs', () => {
  it('lifts events of every older major version, step by step, and keeps their metadata', () => {
    const expected = { ok: true, detail: { metadata, file: { id: 'a', size: 2048 } } };
    expect(acceptedAs(third, 'FileStored', { metadata, fileId: 'a', sizeKb: 2 })).toEqual(expected);
    expect(acceptedAs(third, 'FileStored.v2', { metadata, fileId: 'a', size: 2048 })).toEqual(expected);
    expect(acceptedAs(third, 'FileStored.v3', expected.detail)).toEqual(expected);
  });

  it('adds no metadata where none was sent, and leaves out what no version knows', () => {
    expect(acceptedAs(second, 'FileStored', { fileId: 'a', sizeKb: 1, more: true })).toEqual({
      ok: true,
      detail: { fileId: 'a', size: 1024 },
    });
  });

  it('says what is wrong in the version that was sent, and in what it was lifted to', () => {
    expect(acceptedAs(third, 'FileStored', { fileId: 'a' })).toEqual({
      ok: false,
      problems: [{ path: 'detail.sizeKb', message: 'It is missing' }],
    });
    expect(acceptedAs(third, 'FileStored', { fileId: 'a', sizeKb: 100 })).toEqual({
      ok: false,
      problems: [{ path: 'detail.file.size', message: expect.stringContaining('9999') }],
    });
  });

  it('knows nothing of newer versions and other events', () => {
    expect(acceptedAs(second, 'FileStored.v3', third.example)).toBeUndefined();
    expect(acceptedAs(third, 'FileLost', first.example)).toBeUndefined();
  });

  it('names the detail types it accepts, newest first', () => {
    expect(acceptedDetailTypes(third)).toEqual(['FileStored.v3', 'FileStored.v2', 'FileStored']);
    expect(acceptedDetailTypes(first)).toEqual(['FileStored']);
  });

  it('gives the same, whether an event is lifted at once or by hand', () => {
    const event = fc.record({ fileId: fc.string(), sizeKb: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(event, ({ fileId, sizeKb }) => {
        const byHand = acceptedAs(second, 'FileStored', { fileId, sizeKb });
        const atOnce = acceptedAs(third, 'FileStored', { fileId, sizeKb });
        expect(atOnce).toEqual(acceptedAs(third, 'FileStored.v2', byHand?.ok && byHand.detail));
      }),
    );
  });

  it('has exact types, and contracts of all versions lie in one list', () => {
    const all: readonly EventContract[] = [first, second, third];
    const result = acceptedAs(third, 'FileStored', { fileId: 'a', sizeKb: 2 });
    const detail: DetailOf<typeof third> | undefined = result?.ok ? result.detail : undefined;
    const size: number | undefined = detail?.file.size;
    expect([all.length, size]).toEqual([3, 2048]);
    // @ts-expect-error a lift that leaves out a required field
    eventContract({ ...second, upcasts: { from: first, lift: ({ fileId }) => ({ fileId }) } });
    // @ts-expect-error a lift that reads a field the older version does not have
    eventContract({ ...second, upcasts: { from: first, lift: ({ fileId, length }) => ({ fileId, size: length }) } });
  });
});
