import * as z from 'zod';

const key = z.string().min(1).describe('Stable key: the same message sent again carries the same key');
const fileId = z.string().min(1);
const correlationId = z.string().min(1);

/** Body of a message on the `media-notifications` topic: a file can be fetched. One per file. */
export const fileNotification = z.object({
  key,
  type: z.literal('file-downloaded'),
  fileId,
  s3Key: z.string().min(1),
  s3Url: z.url().optional(),
  size: z.int().nonnegative().describe('Bytes'),
  contentType: z.string().min(1),
  completedAt: z.iso.datetime(),
  correlationId,
});
export type FileNotification = z.infer<typeof fileNotification>;

/** Body of a message on the `media-alerts` topic: a download failed and nothing will try it again by itself. */
export const mediaAlert = z.object({
  key,
  type: z.literal('file-download-failed'),
  fileId,
  message: z.string().min(1).describe('What happened and what to do, for people'),
  error: z.string().min(1),
  errorCode: z.string().min(1).optional(),
  retries: z.int().nonnegative().describe('Retries that were requested for this file before'),
  failedAt: z.iso.datetime(),
  correlationId,
});
export type MediaAlert = z.infer<typeof mediaAlert>;

/** Message of the queue `media-retry-requests`, for the downloader: download this file again. */
export const retryRequest = z.object({
  key,
  fileId,
  attempt: z.int().positive().describe('1 for the first retry of the file'),
  limit: z.int().nonnegative().describe('Retries that a file has in all'),
  errorCode: z.string().min(1).describe('Why the last try failed'),
  delaySeconds: z.int().nonnegative().describe('How long the queue has held the message back'),
  causationId: z.string().min(1).describe('Id of the event that said so'),
  correlationId,
});
export type RetryRequest = z.infer<typeof retryRequest>;

/** Message of the `web-actions` topic: an HTTPS request that the web-action function makes. */
export const webAction = z.object({
  url: z.url(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown(),
});
export type WebAction = z.infer<typeof webAction>;

/** Message of the queue `media-processing-jobs`: one step of a state machine, which waits for the token to come back. */
export const processingJob = z.object({
  taskToken: z.string().min(1),
  task: z.enum(['thumbnail', 'transcode']),
  event: z.unknown().describe('The event that started the state machine, as EventBridge delivered it'),
});
export type ProcessingJob = z.infer<typeof processingJob>;
