import type { Failure } from '@almanac/cur';
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { ledgerKeys } from './ledger-items.ts';

/**
 * Keeps the last error under the message id, and under the object version where there is one:
 * SQS moves a message to its dead-letter queue unchanged, so this is where its reason is found.
 */
export async function recordFailure(
  dynamo: DynamoDBDocumentClient,
  table: string,
  failure: Failure,
  now: string,
): Promise<void> {
  const error = { code: failure.code, message: failure.message, attempt: failure.attempt, at: now };
  await dynamo.send(
    new PutCommand({
      TableName: table,
      Item: {
        ...ledgerKeys.message(failure.messageId),
        kind: 'message',
        message_id: failure.messageId,
        queue: failure.queue,
        final: failure.final,
        last_error: error,
        bucket: failure.version?.bucket,
        key: failure.version?.key,
        report: failure.version?.report ?? failure.period?.report,
        billing_period: failure.period?.billingPeriod,
        updated_at: now,
      },
    }),
  );
  if (!failure.version) return;
  await onlyIf(
    dynamo.send(
      new UpdateCommand({
        TableName: table,
        Key: ledgerKeys.object(failure.version),
        UpdateExpression: `SET last_error = :error, updated_at = :now${failure.final ? ', #status = :failed' : ''}`,
        ConditionExpression: '#status IN (:received, :failed)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':error': error,
          ':now': now,
          ':received': 'received',
          ':failed': 'failed',
        },
      }),
    ),
  );
}
