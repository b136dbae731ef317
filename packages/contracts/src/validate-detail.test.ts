import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { EVENT_CONTRACTS, eventContract, fileDownloadCompleted } from './index.ts';
import { validateDetail } from './validate-detail.ts';

const metadata = {
  id: 'a1',
  version: '1',
  correlationId: 'c1',
  producer: 'media downloader',
  time: '2026-11-24T10:00:00Z',
};
const completed = { ...fileDownloadCompleted.example, metadata };

const refused = (detail: unknown, contract = fileDownloadCompleted) => {
  const result = validateDetail(contract, detail, { unknownFields: 'refuse' });
  return result.ok ? [] : result.problems;
};

describe('validateDetail', () => {
  it.each(EVENT_CONTRACTS.map((contract) => [contract.name, contract] as const))('takes the example of %s', (_, c) => {
    const detail = { ...c.example, metadata };
    expect(validateDetail(c, detail, { unknownFields: 'refuse' })).toEqual({ ok: true, detail });
  });

  it('says everything that is wrong, each with its path from the envelope down', () => {
    const { s3Key: _, ...rest } = completed;
    expect(refused({ ...rest, size: '12', metadata: { ...metadata, time: 'now' } })).toEqual([
      { path: 'detail.metadata.time', message: expect.stringMatching(/ISO datetime/) },
      { path: 'detail.s3Key', message: 'It is missing' },
      { path: 'detail.size', message: expect.stringMatching(/expected number/) },
    ]);
  });

  it('names the field that is probably meant', () => {
    const { fileId, ...rest } = completed;
    expect(refused({ ...rest, fileID: fileId })).toEqual([
      { path: 'detail.fileId', message: 'It is missing' },
      { path: 'detail.fileID', message: 'The contract has no such field: is "fileId" meant?' },
    ]);
    expect(refused({ ...completed, zzz: 1 })).toEqual([
      { path: 'detail.zzz', message: 'The contract has no such field' },
    ]);
  });

  it.each([undefined, null, 'text', 3, [completed]])('refuses %p, which is no object', (detail) => {
    for (const unknownFields of ['refuse', 'allow'] as const)
      expect(validateDetail(fileDownloadCompleted, detail, { unknownFields })).toMatchObject({
        ok: false,
        problems: [{ path: 'detail' }],
      });
  });

  it('gives consumers the value without fields they do not know', () => {
    const newer = { ...completed, checksum: 'abc', metadata: { ...metadata, tenant: 't' } };
    expect(validateDetail(fileDownloadCompleted, newer, { unknownFields: 'allow' })).toEqual({
      ok: true,
      detail: completed,
    });
  });

  it('does not take a name that every object inherits for a known one', () => {
    expect(refused({ ...completed, constructor: 1 })).toEqual([
      { path: 'detail.constructor', message: 'The contract has no such field' },
    ]);
  });
});

describe('unknown fields', () => {
  const inner = z.object({ a: z.string() });
  const { name, version, bus, source, summary, producers } = fileDownloadCompleted;
  const contract = eventContract({
    ...{ name, version, bus, source, summary, producers },
    detail: z.object({
      list: z.array(inner).optional(),
      record: z.record(z.string(), inner).optional(),
      nullable: inner.nullable().optional(),
      either: z.union([inner, z.object({ b: z.number() })]).optional(),
      less: z.union([inner, inner.extend({ more: z.string() })]).optional(),
    }),
    example: {},
  });
  const paths = (detail: unknown) => {
    const result = validateDetail(contract, detail, { unknownFields: 'refuse' });
    return result.ok ? [] : result.problems.map(({ path }) => path);
  };

  it.each([
    [{ list: [{ a: '' }, { a: '', x: 1 }] }, 'detail.list[1].x'],
    [{ record: { k: { a: '', x: 1 } } }, 'detail.record.k.x'],
    [{ nullable: { a: '', x: 1 } }, 'detail.nullable.x'],
    [{ either: { b: 1, x: 1 } }, 'detail.either.x'],
    [{ either: { a: '', x: 1 } }, 'detail.either.x'],
    [
      { less: { a: '', more: 'is left out, as the first alternative that fits knows nothing of it' } },
      'detail.less.more',
    ],
  ])('are found in %j', (detail, path) => expect(paths(detail)).toEqual([path]));

  it('are none in any detail of known fields alone', () => {
    const object = fc.record({ a: fc.string() });
    const detail = fc.record(
      {
        list: fc.array(object),
        record: fc.dictionary(fc.string(), object),
        nullable: fc.option(object),
        either: fc.oneof(object, fc.record({ b: fc.integer() })),
      },
      { requiredKeys: [] },
    );
    fc.assert(fc.property(detail, (value) => expect(paths(value)).toEqual([])));
  });

  it('wherever one is put, it is the only problem', () => {
    const bad = fc.string({ minLength: 1 }).filter((name) => !['a', 'b', '__proto__'].includes(name));
    fc.assert(
      fc.property(bad, fc.jsonValue(), (name, value) =>
        expect(paths({ nullable: { a: '', [name]: value } })).toEqual([`detail.nullable.${name}`]),
      ),
    );
  });
});
