import { ExecutionAlreadyExists } from '@aws-sdk/client-sfn';
import { SQSServiceException } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import type { RedriveClients, RedriveTarget } from './dead-letter-targets.ts';
import { sqsDeadLetters } from './dead-letters.ts';

interface Held {
  MessageId: string;
  Body: string;
  group?: string;
  hidden?: boolean;
  attributes?: Record<string, { DataType: string; StringValue: string }>;
}
type Input = Record<string, never> & {
  QueueUrl: string;
  ReceiptHandle: string;
  Entries: { ReceiptHandle: string; VisibilityTimeout: number }[];
  MessageBody: string;
  MessageAttributes?: Held['attributes'];
};

/** SQS as far as redriving needs it: receiving hides a message, its receipt handle is its id. */
function fakeSqs(queues: Record<string, Held[]>, override: Record<string, (input: Input) => unknown> = {}) {
  const calls: { name: string; input: Input }[] = [];
  const of = (input: Input) => queues[input.QueueUrl] ?? [];
  const answers: Record<string, (input: Input) => unknown> = {
    ReceiveMessage: (input) => {
      const visible = of(input).filter(({ hidden }) => !hidden);
      const taken = visible.slice(0, 10);
      for (const held of taken) held.hidden = true;
      return {
        Messages: taken.map((held) => ({
          ...held,
          ReceiptHandle: held.MessageId,
          MessageAttributes: held.attributes,
          Attributes: { SentTimestamp: '1735689600000', ApproximateReceiveCount: '3', MessageGroupId: held.group },
        })),
      };
    },
    ChangeMessageVisibilityBatch: (input) => {
      for (const { ReceiptHandle, VisibilityTimeout } of input.Entries) {
        const held = of(input).find(({ MessageId }) => MessageId === ReceiptHandle);
        if (held && VisibilityTimeout === 0) held.hidden = false;
      }
      return {};
    },
    SendMessage: (input) => {
      const MessageId = `new-${of(input).length}`;
      of(input).push({ MessageId, Body: input.MessageBody });
      return { MessageId };
    },
    DeleteMessage: (input) => {
      queues[input.QueueUrl] = of(input).filter(({ MessageId }) => MessageId !== input.ReceiptHandle);
      return {};
    },
    GetQueueAttributes: (input) => ({ Attributes: { QueueArn: `arn:${input.QueueUrl}` } }),
    ...override,
  };
  const send = async (command: { constructor: { name: string }; input: Input }) => {
    const name = command.constructor.name.replace(/Command$/, '');
    calls.push({ name, input: command.input });
    return answers[name]?.(command.input);
  };
  const clients = { sqs: { send }, lambda: { send }, stepFunctions: { send } } as unknown as RedriveClients;
  return { deadLetters: sqsDeadLetters(clients, async () => {}), calls, queues };
}

const messages = (count: number): Held[] =>
  Array.from({ length: count }, (_, i) => ({ MessageId: `m${i}`, Body: `body ${i}` }));
const all = ({ body }: { body: string }) => body;
const toQueue: RedriveTarget = { kind: 'queue', target: 'queue' };

describe('look', () => {
  it('shows every message once and gives all of them back', async () => {
    const { deadLetters, queues } = fakeSqs({ dlq: messages(25) });
    const found = await deadLetters.look('dlq');
    expect(new Set(found.map(({ messageId }) => messageId)).size).toBe(25);
    expect(found).toHaveLength(25);
    expect(queues.dlq).toHaveLength(25);
    expect(queues.dlq?.some(({ hidden }) => hidden)).toBe(false);
  });

  it('tells what a message carries', async () => {
    const attributes = { ERROR_CODE: { DataType: 'String', StringValue: 'X' } };
    const { deadLetters } = fakeSqs({ dlq: [{ MessageId: 'm', Body: 'b', attributes }] });
    expect(await deadLetters.look('dlq')).toEqual([
      {
        messageId: 'm',
        body: 'b',
        receives: 3,
        sentAt: '2025-01-01T00:00:00.000Z',
        attributes: { ERROR_CODE: 'X' },
      },
    ]);
  });

  it('ends when messages come round again', async () => {
    const again = { Messages: [{ MessageId: 'm', ReceiptHandle: 'm', Body: 'b' }] };
    const { deadLetters } = fakeSqs({}, { ReceiveMessage: () => again });
    expect(await deadLetters.look('dlq')).toHaveLength(1);
  });

  it('gives back what it holds when a receive fails', async () => {
    const state = { receives: 0 };
    const { deadLetters, calls } = fakeSqs(
      { dlq: messages(3) },
      {
        ReceiveMessage: () => {
          if (state.receives++ > 0) throw new Error('network');
          return { Messages: [{ MessageId: 'm0', ReceiptHandle: 'm0', Body: 'b' }] };
        },
      },
    );
    await expect(deadLetters.look('dlq')).rejects.toThrow('network');
    expect(calls.at(-1)?.input.Entries).toEqual([{ Id: '0', ReceiptHandle: 'm0', VisibilityTimeout: 0 }]);
  });
});

describe('resend', () => {
  it('sends each message before it deletes it, attributes included', async () => {
    const attributes = { a: { DataType: 'String', StringValue: '1' } };
    const { deadLetters, calls, queues } = fakeSqs({ dlq: [{ MessageId: 'm', Body: 'b', attributes }], queue: [] });
    expect(await deadLetters.resend('dlq', toQueue, all)).toEqual([{ messageId: 'm', newMessageId: 'new-0' }]);
    const names = calls.map(({ name }) => name);
    expect(names.indexOf('SendMessage')).toBeLessThan(names.indexOf('DeleteMessage'));
    expect(calls.find(({ name }) => name === 'SendMessage')?.input).toMatchObject({
      MessageBody: 'b',
      MessageAttributes: attributes,
    });
    expect(queues.dlq).toEqual([]);
  });

  it('moves more than one batch, and only what is picked; the rest is visible again', async () => {
    const { deadLetters, queues } = fakeSqs({ dlq: messages(25), queue: [] });
    await deadLetters.resend('dlq', toQueue, ({ messageId, body }) => (messageId === 'm3' ? undefined : body));
    expect(queues.queue).toHaveLength(24);
    expect(queues.dlq).toEqual([expect.objectContaining({ MessageId: 'm3', hidden: false })]);
  });

  it.each(['SendMessage', 'DeleteMessage'])('leaves the message in its queue where %s fails', async (name) => {
    const fail = () => {
      throw new Error('network');
    };
    const { deadLetters, queues } = fakeSqs({ dlq: messages(2), queue: [] }, { [name]: fail });
    await expect(deadLetters.resend('dlq', toQueue, all)).rejects.toThrow('network');
    expect(queues.dlq).toHaveLength(2);
    expect(queues.dlq?.every(({ hidden }) => hidden === false)).toBe(true);
  });

  it('keeps the group of a FIFO message, and names a repeated attempt alike', async () => {
    const sent = async () => {
      const { deadLetters, calls } = fakeSqs({ dlq: [{ MessageId: 'm', Body: 'b', group: 'g' }], queue: [] });
      await deadLetters.resend('dlq', toQueue, all);
      return calls.find(({ name }) => name === 'SendMessage')?.input as unknown as Record<string, string>;
    };
    const first = await sent();
    expect(first.MessageGroupId).toBe('g');
    expect(first.MessageDeduplicationId).toBe((await sent()).MessageDeduplicationId);
    const standard = fakeSqs({ dlq: messages(1), queue: [] });
    await standard.deadLetters.resend('dlq', toQueue, all);
    expect(standard.calls.find(({ name }) => name === 'SendMessage')?.input).not.toHaveProperty('MessageGroupId');
  });

  it('does not chase a message that fails again and comes back', async () => {
    const sendBack = { SendMessage: () => ({ MessageId: 'again' }) };
    const fake = fakeSqs({ dlq: messages(10), queue: [] }, sendBack);
    const resend = fake.deadLetters.resend('dlq', toQueue, ({ messageId, body }) => {
      if (messageId === 'm9') fake.queues.dlq?.push({ MessageId: 'again', Body: 'b' });
      return body;
    });
    expect(await resend).toHaveLength(10);
    expect(fake.queues.dlq).toEqual([expect.objectContaining({ MessageId: 'again', hidden: false })]);
  });
});

describe('resend to what is no queue', () => {
  it('calls a function as a rule does, with the body that was picked for it', async () => {
    const answer = { $metadata: { requestId: 'r1' } };
    const { deadLetters, calls, queues } = fakeSqs({ dlq: messages(1) }, { Invoke: () => answer });
    const resent = await deadLetters.resend('dlq', { kind: 'lambda', target: 'notify' }, () => '{"id":"e1"}');
    expect(resent).toEqual([{ messageId: 'm0', newMessageId: 'r1' }]);
    const call: Record<string, unknown> = calls.find(({ name }) => name === 'Invoke')?.input ?? {};
    expect([call.FunctionName, call.InvocationType, `${call.Payload}`]).toEqual(['notify', 'Event', '{"id":"e1"}']);
    expect(queues.dlq).toEqual([]);
  });

  it('starts one execution for a message, also where one was started before a crash', async () => {
    const names: unknown[] = [];
    const start = (isThere: boolean) => (input: Input) => {
      names.push((input as Record<string, unknown>).name);
      if (isThere) throw new ExecutionAlreadyExists({ message: 'there', $metadata: {} });
    };
    for (const isThere of [false, true]) {
      const { deadLetters, queues } = fakeSqs({ dlq: messages(1) }, { StartExecution: start(isThere) });
      const resent = await deadLetters.resend('dlq', { kind: 'state_machine', target: 'arn' }, all);
      expect(resent).toEqual([{ messageId: 'm0', newMessageId: names[0] }]);
      expect(queues.dlq).toEqual([]);
    }
    expect(names[1]).toBe(names[0]);
  });

  it.each([
    ['lambda', 'Invoke'],
    ['state_machine', 'StartExecution'],
  ] as const)('keeps the message where the %s does not take it', async (kind, name) => {
    const fail = () => {
      throw new Error('network');
    };
    const { deadLetters, queues } = fakeSqs({ dlq: messages(1) }, { [name]: fail });
    await expect(deadLetters.resend('dlq', { kind, target: 'x' }, all)).rejects.toThrow('network');
    expect(queues.dlq).toEqual([expect.objectContaining({ MessageId: 'm0', hidden: false })]);
  });
});

describe('moveAll', () => {
  it('starts a move and waits until SQS has finished it', async () => {
    const states = ['RUNNING', 'RUNNING', 'COMPLETED'];
    const { deadLetters, calls } = fakeSqs(
      {},
      {
        StartMessageMoveTask: () => ({}),
        ListMessageMoveTasks: () => ({ Results: [{ Status: states.shift(), ApproximateNumberOfMessagesMoved: 7 }] }),
      },
    );
    expect(await deadLetters.moveAll('dlq', 'queue')).toBe(7);
    expect(calls.find(({ name }) => name === 'StartMessageMoveTask')?.input).toEqual({
      SourceArn: 'arn:dlq',
      DestinationArn: 'arn:queue',
    });
    expect(states).toEqual([]);
  });

  it('fails where SQS gave up', async () => {
    const { deadLetters } = fakeSqs(
      {},
      {
        StartMessageMoveTask: () => ({}),
        ListMessageMoveTasks: () => ({ Results: [{ Status: 'FAILED', FailureReason: 'AccessDenied' }] }),
      },
    );
    await expect(deadLetters.moveAll('dlq', 'queue')).rejects.toMatchObject({
      code: 'REDRIVE_FAILED',
      message: expect.stringContaining('AccessDenied'),
    });
  });

  it.each([
    ['InvalidAction', undefined],
    ['AccessDenied', 'AccessDenied'],
  ])('after %s it answers or throws %s', async (name, thrown) => {
    const refuse = () => {
      throw new SQSServiceException({ name, $fault: 'client', $metadata: {}, message: name });
    };
    const moved = fakeSqs({}, { StartMessageMoveTask: refuse }).deadLetters.moveAll('dlq', 'queue');
    if (thrown === undefined) expect(await moved).toBeUndefined();
    else await expect(moved).rejects.toThrow(thrown);
  });
});
