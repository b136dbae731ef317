import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { CUR_EVENT_SOURCE } from '../sources.ts';

/** A cost file could not be ingested; sent once per object version, on its last try. */
export const costFileFailed = eventContract({
  name: 'CostFileFailed',
  version: '1.0',
  bus: 'cost',
  source: CUR_EVENT_SOURCE,
  summary: 'A file of a cost report could not be ingested and waits in the dead-letter queue.',
  producers: ['etl-aws-cur-parser'],
  detail: z.object({
    metadata: eventMetadata,
    report: z.string().min(1).optional().describe('Name of the report, where the key says it'),
    bucket: z.string().min(1).describe('S3 bucket of the file'),
    key: z.string().describe('S3 key of the file'),
    etag: z.string().describe('ETag of the object version'),
    versionId: z.string().optional().describe('S3 version, where the bucket keeps versions'),
    code: z.string().min(1).describe('What went wrong, for machines; docs/cur/errors.md lists the codes'),
    message: z.string().min(1).describe('What went wrong, for people'),
    attempts: z.int().positive().describe('How often it was tried'),
  }),
  example: {
    report: 'exports/daily',
    bucket: 'costlake-dev-landing',
    key: 'exports/daily/part-1.csv.gz',
    etag: '9b2cf535f27731c974343645a3985328',
    code: 'BAD_AMOUNT',
    message: 'Row 3: "12,5" is no number',
    attempts: 3,
  },
});
export type CostFileFailed = DetailOf<typeof costFileFailed>;
