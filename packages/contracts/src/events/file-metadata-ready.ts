import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { MEDIA_METADATA_SOURCE } from '../sources.ts';
import { contentType, fileId, fileSize } from './media-fields.ts';

export const fileMetadataReady = eventContract({
  name: 'FileMetadataReady',
  version: '1.0',
  bus: 'media',
  source: MEDIA_METADATA_SOURCE,
  summary: "A video's metadata has been retrieved.",
  producers: ['media downloader'],
  detail: z.object({
    metadata: eventMetadata.optional(),
    fileId,
    title: z.string(),
    description: z.string(),
    authorName: z.string().describe("The channel author's name"),
    authorUser: z.string().describe("The channel author's user name"),
    publishDate: z.iso.datetime({ offset: true }).describe('When the video was published'),
    contentType,
    size: fileSize,
  }),
  example: {
    fileId: 'dQw4w9WgXcQ',
    title: 'A walk in the Alps',
    description: 'Three days from hut to hut.',
    authorName: 'Mountain Days',
    authorUser: 'mountaindays',
    publishDate: '2026-11-20T08:30:00Z',
    contentType: 'video/mp4',
    size: 1048576,
  },
});
export type FileMetadataReady = DetailOf<typeof fileMetadataReady>;
