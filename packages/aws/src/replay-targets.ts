import { type EventEnvelope, eventBridgeForm, type ReplayTarget, statementId } from '@almanac/events';
import { AlmanacError, stableId } from '@almanac/kernel';
import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

const textOf = (event: EventEnvelope): string => JSON.stringify(eventBridgeForm(event));

/** The queue of a consumer: a message with the event, as a rule would put it there. */
export const queueTarget = (sqs: SQSClient, queueUrl: string): ReplayTarget => ({
  async send(event) {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: textOf(event) }));
  },
});

/** A consumer that is a function; waits until it has handled the event. @throws AlmanacError `CONSUMER_FAILED` */
export const functionTarget = (lambda: LambdaClient, functionName: string): ReplayTarget => ({
  async send(event) {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(textOf(event)) }),
    );
    if (FunctionError === undefined) return;
    const answer = Payload ? Buffer.from(Payload).toString('utf8') : FunctionError;
    throw new AlmanacError('CONSUMER_FAILED', `${functionName} failed: ${answer}`);
  },
});

/** A consumer that is a state machine: one execution for each event (and what it says) and replay, however often it is sent. */
export const stateMachineTarget = (stepFunctions: SFNClient, stateMachineArn: string): ReplayTarget => ({
  async send(event) {
    const name = stableId(event.replayName ?? '', statementId(event));
    try {
      await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, name, input: textOf(event) }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  },
});

/** Another bus: the event gets a new id of EventBridge's there, and keeps time and `metadata.id`. @throws AlmanacError `EVENT_REFUSED` */
export const busTarget = (eventBridge: EventBridgeClient, busName: string): ReplayTarget => ({
  async send({ source, detailType, detail, time, resources }) {
    const entry = {
      ...{ EventBusName: busName, Source: source, DetailType: detailType, Detail: JSON.stringify(detail) },
      ...{ Time: new Date(time), Resources: [...resources] },
    };
    const { Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
    const refused = Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
    if (!refused) return;
    throw new AlmanacError(
      'EVENT_REFUSED',
      `EventBridge refused ${detailType}: ${refused.ErrorCode} ${refused.ErrorMessage}`,
    );
  },
});
