import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type EventContract, eventContract } from '../event-contract.ts';
import { checkContracts } from './contract-rules.ts';
import { generatedFiles, registryContent } from './generated-files.ts';
import { openApiDocument } from './open-api.ts';
import { lockOf, releasePath, releasesIn } from './released-log.ts';
import { checkNoneIsLost, type Release, releaseState } from './releases.ts';

const contractOf = (version: EventContract['version'], fields: Record<string, z.ZodType> = {}): EventContract =>
  eventContract({
    name: 'FileStored',
    version,
    bus: 'media',
    source: 'mediadownloader.download',
    summary: 'A file is stored.',
    producers: ['sample'],
    detail: z.object({ metadata: eventMetadata.optional(), id: z.string(), ...fields }),
    example: { id: 'a' },
  });
const more = { more: z.string().optional() };
const broken = { id: z.int(), ...more };
const release = (contract: EventContract): Release => ({
  name: contract.name,
  version: contract.version,
  document: openApiDocument(contract),
});
const [v10, v11, v20] = [contractOf('1.0'), contractOf('1.1', more), contractOf('2.0', broken)];

describe('releaseState', () => {
  it.each([
    ['the first version', v10, [], 'new'],
    ['what is released', v10, [v10], 'released'],
    ['a minor version', v11, [v10], 'new'],
    ['a minor version that is released', v11, [v10, v11], 'released'],
    ['a major version', v20, [v10, v11], 'new'],
    ['a major version whose change is one of meaning', contractOf('2.0'), [v10], 'new'],
    ['an old major version beside a newer', v11, [v10, v11, v20], 'released'],
    ['a minor version of an old major', v11, [v10, v20], 'new'],
    ['versions of ten and more', contractOf('1.11', more), [contractOf('1.9'), contractOf('1.10')], 'new'],
  ])('takes %s', (_what, contract, released, state) => {
    expect(releaseState(contract, released.map(release))).toBe(state);
  });

  it.each([
    ['a first version of 1.1', v11, [], '1.1', '1.0'],
    ['a compatible change without a version', contractOf('1.0', more), [v10], '1.0', '1.1'],
    ['a breaking change without a version', contractOf('1.0', broken), [v10], '1.0', '2.0'],
    ['a breaking change with a minor version', contractOf('1.1', broken), [v10], '1.1', '2.0'],
    ['a breaking change to an old major', contractOf('1.0', broken), [v10, v20], '1.0', '3.0'],
    ['a version that is left out', contractOf('1.2', more), [v10], '1.2', '1.1'],
    ['a major version that is left out', contractOf('3.0', broken), [v10], '3.0', '2.0'],
    ['a version without a change', contractOf('1.1'), [v10], '1.1', '1.0'],
    ['a version that goes back', v10, [v10, v11], '1.0', '2.0'],
  ])('refuses %s', (_what, contract, released, version, due) => {
    expect(() => releaseState(contract, released.map(release))).toThrow(
      expect.objectContaining({
        code: 'VERSION_DUE',
        message: expect.stringContaining(`FileStored needs version ${due}, not ${version}: `),
        details: expect.objectContaining({ due }),
      }),
    );
  });

  it('names every change in one sentence', () => {
    expect(() => releaseState(contractOf('1.0', broken), [release(v10)])).toThrow(
      'FileStored needs version 2.0, not 1.0: detail.id had type "string" and has "integer"; detail.more is new and optional since 1.0, which is released',
    );
  });
});

describe('the log of released versions', () => {
  const files = new Map([v10, v11].map((contract) => [releasePath(contract), registryContent(contract)]));
  const [first = '', second = ''] = files.keys();

  it('is read as it was written', () => {
    expect(releasesIn(files, lockOf(files))).toEqual(JSON.parse(JSON.stringify([v10, v11].map(release))));
  });

  it.each([
    ['altered', new Map([...files, [first, '{}']]), lockOf(files), 'has been altered'],
    ['lost', new Map([[second, files.get(second) ?? '']]), lockOf(files), 'is lost'],
    ['under a lock with marks of a merge', files, '<<<<<<< HEAD\n{}', 'lock.json is no JSON'],
    ['added by hand', files, lockOf(new Map([[second, files.get(second) ?? '']])), 'stands in no lock'],
  ])('shows a file that is %s', (_what, found, lock, words) => {
    expect(() => releasesIn(found, lock)).toThrow(
      expect.objectContaining({ code: 'RELEASE_ALTERED', message: expect.stringContaining(words) }),
    );
  });

  it('shows a contract that is gone, of an old major version too', () => {
    expect(() => checkNoneIsLost([v11, v20], [v10, v11, v20].map(release))).not.toThrow();
    expect(() => checkNoneIsLost([v20], [v10, v20].map(release))).toThrow(/^FileStored 1\.0 is released and has no/);
  });
});

describe('checkContracts', () => {
  it.each([
    ['a name in lower case', { name: 'fileStored' }, 'UpperCamelCase'],
    ['no version', { version: '0.1' as const }, '<major>.<minor>'],
    ['a source that EventBridge refuses', { source: 'aws.media' }, 'EventBridge refuses'],
    ['a source with blanks', { source: 'media downloader' }, 'lower-case words'],
    ['no producer', { producers: [] }, 'nobody produces it'],
    ['a summary that is none', { summary: 'stored' }, 'a sentence'],
    ['a summary too long for the registry', { summary: `${'x'.repeat(256)}.` }, '256'],
    ['an example that is not valid', { example: { id: 1 } }, 'detail.id'],
    ['an example with a field too many', { example: { id: 'a', idd: 'b' } }, 'is "id" meant?'],
    ['no metadata', { detail: z.object({ id: z.string() }) }, 'eventMetadata'],
  ])('refuses %s', (_what, wrong, words) => {
    expect(() => checkContracts([{ ...v10, ...wrong }])).toThrow(
      expect.objectContaining({ code: 'BAD_CONTRACT', message: expect.stringContaining(words) }),
    );
  });

  it('refuses two contracts of one detail type, and takes two major versions', () => {
    expect(() => checkContracts([v10, v11])).toThrow('same name and major version');
    expect(() => checkContracts([v10, { ...v20, example: { id: 1 } }])).not.toThrow();
  });
});

describe('generatedFiles', () => {
  it('is the same for the same contracts, whatever the order of their fields', () => {
    const turned = {
      ...v11,
      detail: z.object({ more: more.more, id: z.string(), metadata: eventMetadata.optional() }),
    };
    const [content, turnedContent] = [v11, turned].map((contract) => JSON.parse(registryContent(contract)));
    expect(Object.keys(turnedContent.components.schemas.FileStored.properties)).toEqual(['id', 'metadata', 'more']);
    expect(turnedContent).toEqual(content);
  });

  it('makes files for each major version', () => {
    const paths = [...generatedFiles([v11, { ...v20, example: { id: 1 } }], []).keys()];
    expect(paths).toEqual([
      'infra/schemas/media/FileStored.json',
      'infra/schemas/media/FileStored.v2.json',
      'test/fixtures/events/FileStored.json',
      'test/fixtures/events/FileStored.v2.json',
      'docs/events.md',
    ]);
  });

  it('refuses a schema that the registry would not take', () => {
    const large = contractOf('1.0', { more: z.string().optional().describe('x'.repeat(100_000)) });
    expect(() => generatedFiles([large], [])).toThrow(expect.objectContaining({ code: 'TOO_LARGE_FOR_REGISTRY' }));
  });
});
