import { NotFoundException, type SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { snsActionTopics } from './sns-action-topics.ts';

const message = {
  topicArn: 'arn:aws:sns:us-east-1:000000000000:orders',
  payload: { text: 'größe', n: 1.5 },
  attributes: {
    idempotency_key: 'k1',
    schedule_id: 'sched_1',
    run_id: '2026-11-28T09:00:00Z',
    schedule_name: 'täglich',
    scheduled_time: '2026-11-28T09:00:00Z',
    target_type: 'custom',
  },
};

/** A client that does what a test wants with what it is asked to send. */
const client = (send: (input: unknown) => void) =>
  ({ send: async ({ input }: { input: unknown }) => send(input) }) as unknown as SNSClient;

describe('the topics of targets', () => {
  it('get the payload alone, and what it belongs to as attributes', async () => {
    const sent: unknown[] = [];
    await snsActionTopics(client((input) => sent.push(input))).publish(message);
    expect(sent).toEqual([
      {
        TopicArn: message.topicArn,
        Message: '{"text":"größe","n":1.5}',
        MessageAttributes: expect.objectContaining({
          idempotency_key: { DataType: 'String', StringValue: 'k1' },
          schedule_name: { DataType: 'String', StringValue: 'täglich' },
        }),
      },
    ]);
  });

  it('that are gone say which, and what to do', async () => {
    const gone = new NotFoundException({ $metadata: {}, message: 'Topic does not exist' });
    const topics = snsActionTopics(
      client(() => {
        throw gone;
      }),
    );
    await expect(topics.publish(message)).rejects.toMatchObject({
      code: 'TOPIC_NOT_FOUND',
      message: expect.stringContaining(message.topicArn),
      cause: gone,
    });
  });

  it('let other errors of SNS through as they are', async () => {
    const topics = snsActionTopics(
      client(() => {
        throw new Error('socket hang up');
      }),
    );
    await expect(topics.publish(message)).rejects.toThrow('socket hang up');
  });
});
