import { AlmanacError } from '@almanac/kernel';
import { lambdaContext, sqsEvent } from '@almanac/testkit';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Delivery, type FailedTry, queue } from './queue.ts';
import { telemetry } from './telemetry.ts';

process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';

const parse = (body: string): string => {
  if (body === 'garbage') throw new AlmanacError('BAD_MESSAGE', 'not what this queue carries');
  return body;
};

describe('a queue handler', () => {
  let seen: { message: string; delivery: Delivery }[];
  let failures: FailedTry<string>[];
  let visibility: [string, number][];
  beforeEach(() => {
    seen = [];
    failures = [];
    visibility = [];
  });

  const handlerOf = (work: () => Promise<void> = async () => undefined, heartbeatSeconds?: number) =>
    queue<string>({
      telemetry: telemetry('test'),
      parse,
      onMessage: async (message, delivery) => {
        seen.push({ message, delivery });
        if (message === 'bad') throw new AlmanacError('BAD_AMOUNT', 'Row 3');
        await work();
      },
      onFailure: async (failure) => void failures.push(failure),
      changeVisibility: async (handle, seconds) => void visibility.push([handle, seconds]),
      maxReceiveCount: 3,
      retryDelaySeconds: 10,
      ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
    });

  it('hands over each message with its try and queue', async () => {
    const answer = await handlerOf()(sqsEvent({ body: 'a', receiveCount: 2, queue: 'cur' }), lambdaContext());
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([
      {
        message: 'a',
        delivery: {
          ...{ messageId: 'message-1', queue: 'cur', number: 2, remainingMs: 30_000 },
          sentAt: new Date('2024-03-01T00:00:00Z'),
          signal: expect.any(AbortSignal),
        },
      },
    ]);
    expect(visibility).toEqual([]);
  });

  it('lets a bad message fail alone', async () => {
    const event = sqsEvent({ body: 'bad', messageId: 'm1' }, { body: 'good', messageId: 'm2' });
    expect(await handlerOf()(event, lambdaContext())).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(failures).toEqual([
      expect.objectContaining({ message: 'bad', final: false, error: expect.objectContaining({ code: 'BAD_AMOUNT' }) }),
    ]);
  });

  it.each([
    [1, 10, false],
    [2, 20, false],
    [3, 0, true],
  ])('after try %i waits %i s (last: %s)', async (receiveCount, seconds, final) => {
    await handlerOf()(sqsEvent({ body: 'bad', receiveCount }), lambdaContext());
    expect(visibility).toEqual([['handle-message-1', seconds]]);
    expect(failures[0]?.final).toBe(final);
  });

  it.each([
    [1, 100, 100],
    [2, 5, 20],
    [3, 100, 0],
    [1, 99_999, 43_200],
  ])('after try %i with an error that asks for %i s waits %i s', async (receiveCount, asked, seconds) => {
    const busy = () => Promise.reject(new AlmanacError('BUSY', 'Come back later', { retry_after_seconds: asked }));
    await handlerOf(busy)(sqsEvent({ body: 'a', receiveCount }), lambdaContext());
    expect(visibility).toEqual([['handle-message-1', seconds]]);
  });

  it('returns a message it cannot read, telling of it without the message', async () => {
    const answer = await handlerOf()(sqsEvent({ body: 'garbage' }), lambdaContext());
    expect(answer.batchItemFailures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ error: { code: 'BAD_MESSAGE' } });
    expect(failures[0]).not.toHaveProperty('message');
  });

  it('never shows an exception that is none of ours as more than internal', async () => {
    await handlerOf(() => Promise.reject(new TypeError('boom')))(sqsEvent({ body: 'a' }), lambdaContext());
    expect(failures[0]?.error).toMatchObject({ code: 'INTERNAL', message: 'TypeError: boom' });
  });

  it('hides a message at once and again while it is worked on', async () => {
    const work = () => new Promise<void>((resolve) => setTimeout(resolve, 250));
    await handlerOf(work, 0.3)(sqsEvent({ body: 'a' }), lambdaContext());
    expect(visibility.length).toBeGreaterThanOrEqual(2);
    expect(visibility[0]).toEqual(['handle-message-1', 0.3]);
  });

  it('tells the work when the time runs out', async () => {
    let aborted = false;
    const work = () =>
      new Promise<void>((resolve) => {
        seen[0]?.delivery.signal.addEventListener('abort', () => {
          aborted = true;
          resolve();
        });
      });
    await handlerOf(work)(sqsEvent({ body: 'a' }), lambdaContext(3_050));
    expect(aborted).toBe(true);
  });
});
