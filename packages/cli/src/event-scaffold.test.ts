import { describe, expect, it } from '@jest/globals';
import { checkEventName, contractFile, contractSource, fieldDraft } from './event-scaffold.ts';

describe('contractFile', () => {
  it.each([
    ['FileArchived', 'file-archived.ts'],
    ['FileHTTPStored', 'file-http-stored.ts'],
    ['Video2Stored', 'video2-stored.ts'],
  ])('of %s is %s', (name, file) => expect(contractFile(name)).toBe(file));
});

describe('checkEventName', () => {
  it.each([
    ['file_archived', 'FileArchived'],
    ['fileArchived', 'FileArchived'],
    ['file archived!', 'FileArchived'],
    ['ÄÖ', 'FileArchived'],
    ['', 'FileArchived'],
    ['Delete', 'FileArchived'],
    ['String', 'FileArchived'],
    ['EventMetadata', 'FileArchived'],
    ['MediaFields', 'FileArchived'],
  ])('refuses %j and says what to write', (name, better) => {
    expect(() => checkEventName(name, [])).toThrow(
      expect.objectContaining({ code: 'BAD_EVENT_NAME', message: expect.stringMatching(`such as ${better}$`) }),
    );
  });

  it('refuses a name whose file there is', () => {
    expect(() => checkEventName('FileHttpStored', ['FileHTTPStored'])).toThrow(
      'There is an event FileHTTPStored already',
    );
    expect(() => checkEventName('FileStored', ['FileHTTPStored'])).not.toThrow();
  });
});

describe('fieldDraft', () => {
  it('reads name, type, whether it is optional, and description', () => {
    const fields = fieldDraft('size:int?', fieldDraft('id:string:Its id: short'));
    expect(fields).toEqual([
      { name: 'id', type: 'string', isOptional: false, description: 'Its id: short' },
      { name: 'size', type: 'int', isOptional: true, description: '' },
    ]);
  });

  it.each(['id', 'id:text', 'Id:string', 'metadata:string', 'a b:string', 'id:toString'])('refuses %j', (text) => {
    expect(() => fieldDraft(text)).toThrow('name:type:description');
  });

  it('refuses a field twice', () => {
    expect(() => fieldDraft('id:int', fieldDraft('id:string'))).toThrow('The field id is there twice.');
  });
});

describe('contractSource', () => {
  const draft = {
    name: 'FileArchived',
    bus: 'media',
    source: 'a.b',
    summary: 'It is "so".',
    producers: ["o'neil"],
    fields: [],
  };

  it('quotes as the formatter does, and has a field where none is named', () => {
    const source = contractSource(draft);
    expect(source).toContain(`summary: 'It is "so".',`);
    expect(source).toContain(`producers: ["o'neil"],`);
    expect(source).toContain(`subject: z.string().min(1).describe('Id of what the fact is about'),`);
    expect(source).toContain('export type FileArchived = DetailOf<typeof fileArchived>;');
  });

  it('writes a schema and a value for each type of field', () => {
    const fields = ['string', 'int', 'number', 'boolean', 'date', 'time', 'url'].flatMap((type) =>
      fieldDraft(`${type}1:${type}?`),
    );
    const source = contractSource({ ...draft, fields });
    for (const { name } of fields) expect(source.match(new RegExp(`^ {4}${name}: `, 'gm'))).toHaveLength(2);
    expect(source.match(/\.optional\(\)/g)).toHaveLength(7);
  });
});
