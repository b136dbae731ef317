import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';

export interface RecordOptions {
  readonly body: string;
  readonly messageId?: string;
  readonly receiveCount?: number;
  readonly queue?: string;
  /** X-Ray's header, as a rule or a function that is traced adds it. */
  readonly traceHeader?: string;
}

/** An SQS record as Lambda's event source mapping hands it over. */
export const sqsRecord = ({
  body,
  messageId = 'message-1',
  receiveCount = 1,
  queue = 'queue',
  traceHeader,
}: RecordOptions): SQSRecord => ({
  messageId,
  receiptHandle: `handle-${messageId}`,
  body,
  attributes: {
    ApproximateReceiveCount: String(receiveCount),
    SentTimestamp: '1709251200000',
    SenderId: '000000000000',
    ApproximateFirstReceiveTimestamp: '1709251200000',
    ...(traceHeader !== undefined && { AWSTraceHeader: traceHeader }),
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:${queue}`,
  awsRegion: 'us-east-1',
});

export const sqsEvent = (...records: RecordOptions[]): SQSEvent => ({ Records: records.map(sqsRecord) });

/** The context of an invocation that has `remainingMs` left. */
export const lambdaContext = (remainingMs = 30_000): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'function',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:function',
  memoryLimitInMB: '128',
  awsRequestId: 'request-1',
  logGroupName: '/aws/lambda/function',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => remainingMs,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});
