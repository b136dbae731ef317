import { AlmanacError, type Clock } from '@almanac/kernel';
import { GetObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import * as z from 'zod';

/** Names by account id, of those accounts that have one. */
export type AccountNames = () => Promise<ReadonlyMap<string, string>>;

/** Where Terraform puts them in the curated bucket: a Lambda's environment would hold some fifty. */
const KEY = 'config/account-names.json';
const KEPT_MS = 5 * 60_000;
/** Without leave to list the bucket S3 does not say that a key is missing. */
const MISSING = new Set(['NoSuchKey', 'AccessDenied']);

const namesObject = z.record(z.string(), z.string());

/** Read again after five minutes; where there is no such object, no account has a name. */
export function s3AccountNames(s3: S3Client, bucket: string, clock: Clock): AccountNames {
  let kept: { readonly names: ReadonlyMap<string, string>; readonly until: number } | undefined;
  return async () => {
    const now = clock.now().getTime();
    if (!kept || kept.until <= now) kept = { names: await read(s3, bucket), until: now + KEPT_MS };
    return kept.names;
  };
}

async function read(s3: S3Client, bucket: string): Promise<ReadonlyMap<string, string>> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: KEY }));
    return new Map(Object.entries(namesObject.parse(JSON.parse((await Body?.transformToString()) ?? '{}'))));
  } catch (error) {
    if (error instanceof S3ServiceException && MISSING.has(error.name)) return new Map();
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw new AlmanacError(
      'BAD_ACCOUNT_NAMES',
      `${KEY} is no JSON object of names by account id: apply the stack again`,
    );
  }
}
