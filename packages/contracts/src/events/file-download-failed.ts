import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { MEDIA_DOWNLOAD_SOURCE } from '../sources.ts';
import { fileId, unixMs } from './media-fields.ts';

export const fileDownloadFailed = eventContract({
  name: 'FileDownloadFailed',
  version: '1.0',
  bus: 'media',
  source: MEDIA_DOWNLOAD_SOURCE,
  summary: 'The download of a file has failed.',
  producers: ['media downloader'],
  detail: z.object({
    metadata: eventMetadata.optional(),
    fileId,
    error: z.string().min(1).describe('What went wrong, for people'),
    errorCode: z.string().min(1).optional().describe('What went wrong, for machines'),
    timestamp: unixMs,
  }),
  example: {
    fileId: 'dQw4w9WgXcQ',
    error: 'Video unavailable',
    errorCode: 'VIDEO_UNAVAILABLE',
    timestamp: 1795509060000,
  },
});
export type FileDownloadFailed = DetailOf<typeof fileDownloadFailed>;
