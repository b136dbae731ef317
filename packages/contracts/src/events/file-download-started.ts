import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { MEDIA_DOWNLOAD_SOURCE } from '../sources.ts';
import { fileId, unixMs } from './media-fields.ts';

export const fileDownloadStarted = eventContract({
  name: 'FileDownloadStarted',
  version: '1.0',
  bus: 'media',
  source: MEDIA_DOWNLOAD_SOURCE,
  summary: 'The download of a file has begun.',
  producers: ['media downloader'],
  detail: z.object({ metadata: eventMetadata.optional(), fileId, timestamp: unixMs }),
  example: { fileId: 'dQw4w9WgXcQ', timestamp: 1795509000000 },
});
export type FileDownloadStarted = DetailOf<typeof fileDownloadStarted>;
