import type { EventEnvelope } from '@almanac/events';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { ExecutionAlreadyExists, type SFNClient } from '@aws-sdk/client-sfn';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { busTarget, functionTarget, queueTarget, stateMachineTarget } from './replay-targets.ts';

const event: EventEnvelope = {
  ...{ id: 'e1', source: 's', detailType: 'T', time: '2026-11-24T10:00:00Z', region: 'r', account: 'a' },
  ...{ resources: [], detail: { metadata: { id: 'fact' } }, replayName: 'again' },
};
const delivered = {
  ...{ version: '0', id: 'e1', source: 's', 'detail-type': 'T', time: '2026-11-24T10:00:00Z', region: 'r' },
  ...{ account: 'a', resources: [], detail: { metadata: { id: 'fact' } }, 'replay-name': 'again' },
};

/** A client that notes what it is asked and answers with this, or throws it where it is an error. */
function clientOf<Client>(answer: unknown) {
  const asked: Record<string, unknown>[] = [];
  const send = async ({ input }: { input: Record<string, unknown> }) => {
    asked.push(input);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, client: { send } as unknown as Client };
}

describe('targets of a replay', () => {
  it('a queue gets the event as EventBridge would deliver it', async () => {
    const { asked, client } = clientOf<SQSClient>({});
    await queueTarget(client, 'url').send(event);
    expect(asked).toEqual([{ QueueUrl: 'url', MessageBody: expect.any(String) }]);
    expect(JSON.parse(`${asked[0]?.MessageBody}`)).toEqual(delivered);
  });

  it('a function is waited for, and its failure is one', async () => {
    const { asked, client } = clientOf<LambdaClient>({ StatusCode: 200 });
    await functionTarget(client, 'media-notify-dev').send(event);
    expect(asked[0]?.FunctionName).toBe('media-notify-dev');
    expect(JSON.parse(`${asked[0]?.Payload}`)).toEqual(delivered);
    const failing = clientOf<LambdaClient>({
      FunctionError: 'Unhandled',
      Payload: Buffer.from('{"errorMessage":"no"}'),
    });
    await expect(functionTarget(failing.client, 'f').send(event)).rejects.toMatchObject({
      ...{ code: 'CONSUMER_FAILED', message: 'f failed: {"errorMessage":"no"}' },
    });
  });

  it('a state machine has one execution for an event and a replay', async () => {
    const { asked, client } = clientOf<SFNClient>({});
    const target = stateMachineTarget(client, 'arn');
    const corrected = { ...event, id: 'e3', detail: { metadata: { id: 'fact' }, size: 1 } };
    for (const one of [event, { ...event, id: 'e2' }, { ...event, replayName: 'later' }, corrected])
      await target.send(one);
    const [first, again, ...others] = asked.map(({ name }) => name);
    expect(again).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
    expect(JSON.parse(`${asked[0]?.input}`)).toEqual(delivered);
    const there = new ExecutionAlreadyExists({ $metadata: {}, message: 'there' });
    await stateMachineTarget(clientOf<SFNClient>(there).client, 'arn').send(event);
    await expect(stateMachineTarget(clientOf<SFNClient>(new Error('x')).client, 'arn').send(event)).rejects.toThrow(
      'x',
    );
  });

  it('a bus gets source, type, detail and time, and may refuse', async () => {
    const { asked, client } = clientOf<EventBridgeClient>({ Entries: [{ EventId: 'new' }] });
    await busTarget(client, 'Other').send(event);
    const entry = { EventBusName: 'Other', Source: 's', DetailType: 'T', Detail: '{"metadata":{"id":"fact"}}' };
    expect(asked).toEqual([{ Entries: [{ ...entry, Time: new Date(event.time), Resources: [] }] }]);
    const refusing = clientOf<EventBridgeClient>({ Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'm' }] });
    await expect(busTarget(refusing.client, 'Other').send(event)).rejects.toMatchObject({ code: 'EVENT_REFUSED' });
  });
});
