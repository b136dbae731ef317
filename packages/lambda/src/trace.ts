import type { SQSRecord } from 'aws-lambda';
import { traceHeader } from './env.ts';

/**
 * The log key under which everything that X-Ray saw of one request is found: that of whoever sent the message, or of this
 * invocation. Source: AWS X-Ray Developer Guide, "Tracing header".
 */
export function traceKeys(record?: SQSRecord): { trace_id?: string } {
  const header = record?.attributes.AWSTraceHeader ?? traceHeader();
  const root = /(?:^|;)\s*Root=([^;]+)/.exec(header ?? '')?.[1];
  return root === undefined ? {} : { trace_id: root };
}
