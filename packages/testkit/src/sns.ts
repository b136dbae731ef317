export interface PublishedOptions {
  readonly messageId?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The body of an SQS message that an SNS subscription without raw delivery makes of a published JSON message. */
export const snsBody = (message: unknown, { messageId = 'message-1', attributes }: PublishedOptions = {}): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: 'arn:aws:sns:us-east-1:000000000000:topic',
    Message: JSON.stringify(message),
    Timestamp: '2026-11-28T10:00:00.000Z',
    SignatureVersion: '1',
    Signature: 'signature',
    SigningCertURL: 'https://sns.us-east-1.amazonaws.com/certificate.pem',
    UnsubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe',
    ...(attributes && {
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value }]),
      ),
    }),
  });
