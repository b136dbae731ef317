import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { MEDIA_DOWNLOAD_SOURCE } from '../sources.ts';
import { contentType, fileId, fileSize } from './media-fields.ts';

export const fileDownloadCompleted = eventContract({
  name: 'FileDownloadCompleted',
  version: '1.0',
  bus: 'media',
  source: MEDIA_DOWNLOAD_SOURCE,
  summary: 'A file lies complete in S3.',
  producers: ['media downloader'],
  detail: z.object({
    metadata: eventMetadata.optional(),
    fileId,
    s3Key: z.string().min(1).describe('Key of the S3 object'),
    s3Url: z.url().optional().describe('URL of the S3 object'),
    size: fileSize,
    contentType,
  }),
  example: { fileId: 'dQw4w9WgXcQ', s3Key: 'videos/dQw4w9WgXcQ.mp4', size: 1048576, contentType: 'video/mp4' },
});
export type FileDownloadCompleted = DetailOf<typeof fileDownloadCompleted>;
