import { randomUUID } from 'node:crypto';
import { awsEventPublisher, dynamoDownloadCounts, dynamoMediaFiles, sqsOutbox } from '@almanac/aws';
import { mediaEvents } from '@almanac/events';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, paginateListExecutions } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { clients } from './clients.ts';
import { eventBridge, sqs, stepFunctions } from './sdk.ts';
import { awsConfig, stack } from './stack.ts';
import { until } from './until.ts';

const files = dynamoMediaFiles(clients.dynamo, stack.media_files_table);
const counts = dynamoDownloadCounts(clients.dynamo, stack.media_work_table);

/** An id that no other file has. */
export const newFileId = (): string => `it-${randomUUID()}`;

const publisherTo = (client: EventBridgeClient) =>
  awsEventPublisher({
    eventBridge: client,
    buses: { cost: stack.cost_bus_name, media: stack.media_bus_name, schedules: stack.schedules_bus_name },
    outbox: sqsOutbox(clients.sqs, stack.event_outbox_queue_url),
    producer: 'integration test',
    metrics: { published: () => undefined, toOutbox: () => undefined },
    traceHeader: () => undefined,
  });

/** The product's publisher, to the buses of the stack. */
export const publisher = publisherTo(clients.eventBridge);
export const media = mediaEvents(publisher);

/** The same one while EventBridge cannot be reached: nobody listens at that port. */
export const publisherInTheDark = publisherTo(
  new EventBridgeClient({ ...awsConfig, endpoint: 'http://127.0.0.1:9', maxAttempts: 1 }),
);

/** Puts an event onto the media bus past the publisher, and so unchecked. Returns EventBridge's id. */
export const inject = async (DetailType: string, detail: object): Promise<string> => {
  const Source = 'mediadownloader.download';
  const entry = { EventBusName: stack.media_bus_name, Source, DetailType, Detail: JSON.stringify(detail) };
  const { Entries } = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  return Entries?.[0]?.EventId ?? '';
};

/** The row of a file, once it has that status. */
export const untilStatus = async (fileId: string, status: string) => {
  const row = await until(
    `file ${fileId} is ${status}`,
    async () => (await files.get(fileId))?.file,
    (file) => file?.status === status,
  );
  return { status: row?.status, facts: row?.facts };
};

export const rowOf = async (fileId: string) => (await files.get(fileId))?.file;

/** What a channel's downloads of a day (`YYYY-MM-DD`) were counted as. */
export const countersOf = async (day: string, channel: string) =>
  (await counts.ofDay(day)).filter((tally) => tally.channel === channel);

/** Executions of the post-processing that were started for a file. */
export const executionsOf = async (fileId: string) => {
  const found: { status: string | undefined; error: string | undefined; output: unknown }[] = [];
  const machine = { stateMachineArn: stack.post_processing_state_machine_arn };
  for await (const { executions = [] } of paginateListExecutions({ client: stepFunctions }, machine)) {
    for (const { executionArn } of executions) {
      const execution = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      const { input = '', output = 'null', status, error } = execution;
      if (input.includes(fileId)) found.push({ status, error, output: JSON.parse(output) });
    }
  }
  return found;
};

/** Waits until so many executions for a file have come to their end. */
export const untilExecuted = (fileId: string, count: number) =>
  until(
    `${count} executions for ${fileId} have ended`,
    () => executionsOf(fileId),
    (all) => all.length >= count && all.every(({ status }) => status !== 'RUNNING'),
  );

const QUEUES = Object.values(stack.event_consumers).flatMap(({ kind, target }) => (kind === 'queue' ? target : []));

/** Waits until no queue of a consumer holds a message, neither one that waits nor one that is worked on. */
export const untilIdle = async (): Promise<void> => {
  const messages = async (QueueUrl: string) => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: hidden } = Attributes ?? {};
    return Number(waiting) + Number(hidden);
  };
  await until(
    'the consumers have nothing to do',
    () => Promise.all(QUEUES.map(messages)),
    (all) => all.every((number) => number === 0),
  );
};
