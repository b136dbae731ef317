import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';

const object = z.object({
  key: z.string(),
  size: z.int().nonnegative().optional(),
  etag: z.string().optional(),
  sequencer: z.string().regex(/^[0-9A-Fa-f]+$/),
  'version-id': z.string().optional(),
});

/**
 * What S3 sends to EventBridge when an object is created or deleted. Keys arrive as they are, not URL-encoded.
 * Source: Amazon S3 User Guide, "EventBridge event message structure".
 */
const s3Event = z.discriminatedUnion('detail-type', [
  z.object({
    'detail-type': z.literal('Object Created'),
    id: z.string().min(1),
    time: z.iso.datetime(),
    detail: z.object({
      bucket: z.object({ name: z.string().min(1) }),
      object: object.required({ size: true, etag: true }),
    }),
  }),
  z.object({
    'detail-type': z.literal('Object Deleted'),
    id: z.string().min(1),
    time: z.iso.datetime(),
    detail: z.object({
      bucket: z.object({ name: z.string().min(1) }),
      object,
      reason: z.string(),
      'deletion-type': z.enum(['Permanently Deleted', 'Delete Marker Created']),
    }),
  }),
]);
export type S3Event = z.infer<typeof s3Event>;

/** @throws AlmanacError `BAD_MESSAGE` where a message body is no S3 event that EventBridge delivered */
export function parseS3Event(body: string): S3Event {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw new AlmanacError(
      'BAD_MESSAGE',
      'The message is not JSON: expected an S3 event from EventBridge',
      {},
      { cause },
    );
  }
  const parsed = s3Event.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AlmanacError(
    'BAD_MESSAGE',
    `The message is not an S3 event from EventBridge: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}
