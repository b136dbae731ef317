import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import type { EventConsumer } from '../event-consumers.ts';
import { eventContract } from '../event-contract.ts';
import { eventCatalogue } from './catalogue.ts';

const contract = eventContract({
  name: 'FileStored',
  version: '2.0',
  bus: 'media',
  source: 'mediadownloader.download',
  summary: 'A file is stored.',
  producers: ['media downloader', 'media importer'],
  detail: z.object({
    metadata: eventMetadata.optional(),
    state: z.enum(['new', 'done']).describe('new | done'),
    parts: z.array(z.object({ key: z.string().describe('S3 key') })),
    sizes: z.record(z.string(), z.array(z.object({ bytes: z.int() }))),
    either: z.union([z.object({ url: z.url() }), z.int()]).optional(),
    note: z.string().nullable(),
  }),
  example: { state: 'new', parts: [], sizes: {}, note: null },
});
const consumer: EventConsumer = {
  name: 'media-file-status',
  bus: 'media',
  summary: 'Keeps the status.',
  sources: ['mediadownloader.download'],
  detail_types: ['FileStored.v2'],
  detail: { state: ['done'] },
  target: 'state_machine',
};

describe('eventCatalogue', () => {
  const lines = eventCatalogue([contract], [consumer]).split('\n');

  it.each([
    '| [FileStored.v2](#filestoredv2) | media | media downloader, media importer | media-file-status |',
    '## FileStored.v2',
    'A file is stored.',
    '| source | `mediadownloader.download` |',
    '| version | 2.0 |',
    '- `media-file-status` (state machine), where its filter matches: Keeps the status.',
    '| `metadata` | object, optional | Who said it, when, and what led to it |',
    '| `metadata.causationId` | string, optional | Id of the event or message that led to this one |',
    '| `state` | "new" or "done" | new \\| done |',
    '| `parts` | array of object |  |',
    '| `parts[].key` | string | S3 key |',
    '| `sizes` | map of array of object |  |',
    '| `sizes.*[].bytes` | integer |  |',
    '| `either` | object or integer, optional |  |',
    '| `either.url` | uri |  |',
    '| `note` | string or null |  |',
    '  "detail-type": "FileStored.v2",',
  ])('says %j, once', (line) => {
    expect(lines.filter((other) => other === line)).toHaveLength(1);
  });

  it('shows rules that match nothing', () => {
    const dead = { ...consumer, detail_types: ['FileStored'] };
    const page = eventCatalogue([contract], [dead]);
    expect(page).toContain('## Rules that match nothing\n\n- media-file-status waits for "FileStored"');
    expect(page).toContain('No consumer is declared.');
    expect(lines).not.toContain('## Rules that match nothing');
  });
});
