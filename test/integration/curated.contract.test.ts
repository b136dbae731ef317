import { s3CuratedStore } from '@almanac/aws';
import { curatedContract } from '@almanac/cur/curated.contract';
import { clients } from './clients.ts';
import { stack } from './stack.ts';

curatedContract('the curated store in S3', () => s3CuratedStore(clients.s3, stack.curated_bucket));
