import { stableId } from '@almanac/kernel';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type Message, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ConsumerTarget } from './event-outputs.ts';

/** What takes dead letters back: a queue by its URL, a function by its name, a state machine by its ARN. */
export type RedriveTarget = Pick<ConsumerTarget, 'kind' | 'target'>;

export interface RedriveClients {
  readonly sqs: SQSClient;
  readonly lambda: LambdaClient;
  readonly stepFunctions: SFNClient;
}

/** Hands a dead letter on with the body given. @returns the id that it has there */
export const handOn =
  (clients: RedriveClients) =>
  ({ kind, target }: RedriveTarget, message: Message, body: string): Promise<string> => {
    if (kind === 'queue') return toQueue(clients.sqs, target, message, body);
    if (kind === 'lambda') return toFunction(clients.lambda, target, body);
    return toMachine(clients.stepFunctions, target, message, body);
  };

/** Attributes stay. In a FIFO queue the group stays too, and a repeated attempt is recognised. */
async function toQueue(sqs: SQSClient, QueueUrl: string, message: Message, MessageBody: string): Promise<string> {
  const group = message.Attributes?.MessageGroupId;
  const { MessageId = '' } = await sqs.send(
    new SendMessageCommand({
      ...{ QueueUrl, MessageBody, MessageAttributes: message.MessageAttributes },
      ...(group !== undefined && {
        MessageGroupId: group,
        MessageDeduplicationId: stableId('redrive', message.MessageId ?? ''),
      }),
    }),
  );
  return MessageId;
}

/** As a rule calls it: Lambda tries three times, and then the event is in the dead-letter queue again. */
async function toFunction(lambda: LambdaClient, FunctionName: string, body: string): Promise<string> {
  const { $metadata } = await lambda.send(
    new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from(body) }),
  );
  return $metadata.requestId ?? '';
}

/** One execution for each dead letter, however often it is tried. */
async function toMachine(stepFunctions: SFNClient, arn: string, { MessageId = '' }: Message, input: string) {
  const name = stableId('redrive', MessageId);
  try {
    await stepFunctions.send(new StartExecutionCommand({ stateMachineArn: arn, name, input }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
  return name;
}
