import type { BusEntry } from '@almanac/events';
import type { EventBridgeClient, PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { eventBridgeEventBus } from './eventbridge-event-bus.ts';
import { sqsOutbox } from './sqs-outbox.ts';

const entry: BusEntry = {
  ...{ id: 'i', bus: 'media', source: 's', detailType: 'T', detail: '{"size":1}', time: '2026-11-24T10:00:00Z' },
};

/** A client that answers PutEvents with these entries. */
function answering(Entries: PutEventsCommandOutput['Entries']) {
  const asked: PutEventsCommandInput[] = [];
  const client = {
    send: async ({ input }: { input: PutEventsCommandInput }) => {
      asked.push(input);
      return { Entries };
    },
  } as unknown as EventBridgeClient;
  return { asked, client };
}

describe('the buses on EventBridge', () => {
  it('get entries with their time and trace, and answer for each', async () => {
    const { asked, client } = answering([
      { EventId: 'e1' },
      { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' },
      {},
    ]);
    const bus = eventBridgeEventBus(client, { media: 'Media' });
    expect(await bus.put([{ ...entry, traceHeader: 'Root=1' }, entry, entry])).toEqual([
      { ok: true, eventId: 'e1' },
      { ok: false, code: 'ThrottlingException', message: 'Rate exceeded' },
      { ok: false, code: 'NO_EVENT_ID', message: '' },
    ]);
    const sent = {
      ...{ EventBusName: 'Media', Source: 's', DetailType: 'T', Detail: '{"size":1}' },
      Time: new Date('2026-11-24T10:00:00Z'),
    };
    expect(asked).toEqual([{ Entries: [{ ...sent, TraceHeader: 'Root=1' }, sent, sent] }]);
  });

  it('refuse an event for a bus whose name is not configured', async () => {
    const { asked, client } = answering([]);
    await expect(eventBridgeEventBus(client, { cost: 'c' }).put([entry])).rejects.toMatchObject({
      code: 'NO_SUCH_BUS',
    });
    expect(asked).toEqual([]);
  });
});

describe('the outbox queue', () => {
  it('gets an event as one message that names it', async () => {
    const sent: SendMessageCommandInput[] = [];
    const sqs = { send: async ({ input }: { input: SendMessageCommandInput }) => void sent.push(input) };
    await sqsOutbox(sqs as unknown as SQSClient, 'url').put(entry);
    expect(sent).toEqual([
      {
        QueueUrl: 'url',
        MessageBody: expect.stringContaining('"detail":{"size":1}'),
        MessageAttributes: {
          id: { DataType: 'String', StringValue: 'i' },
          detailType: { DataType: 'String', StringValue: 'T' },
        },
      },
    ]);
  });
});
