import { AlmanacError } from '@almanac/kernel';
import { lambdaContext, sqsEvent } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { event, onEvent } from './event.ts';
import { queue } from './queue.ts';
import { telemetry } from './telemetry.ts';

const environment = process.env;
// Log and metric lines go to the console, where they can be looked at.
process.env = { ...environment, POWERTOOLS_DEV: 'true', POWERTOOLS_METRICS_DISABLED: 'false' };
afterAll(() => {
  process.env = environment;
});

interface TestEvent {
  readonly id: string;
  readonly replayName?: string;
}

describe('an event handler', () => {
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'info', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    }
    process.env._X_AMZN_TRACE_ID = 'Root=1-6744-abc;Parent=53995c3f42cd8ad8;Sampled=1';
  });

  const options = (
    consume: (event: TestEvent, attempt: { remainingMs: number }) => Promise<'handled' | 'quarantined'>,
  ) => ({
    telemetry: telemetry('media-notify-dev'),
    parse: (value: unknown) => value as TestEvent,
    facts: ({ id, replayName }: TestEvent) => ({
      ...{ id, type: 'FileDownloadCompleted', correlationId: `upload-of-${id}` },
      ...(replayName !== undefined && { replayName }),
    }),
    consume,
  });

  it('names the event in its log lines and counts it by its type', async () => {
    const attempts: unknown[] = [];
    const consume = async (_: TestEvent, attempt: unknown) => {
      attempts.push(attempt);
      return 'quarantined' as const;
    };
    await event(options(consume))({ id: 'e1', replayName: 'incident-1' }, lambdaContext(5_000));
    expect(attempts).toEqual([{ remainingMs: 5_000 }]);
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...{ outcome: 'quarantined', correlation_id: 'upload-of-e1', event_id: 'e1', trace_id: '1-6744-abc' },
        ...{ event_type: 'FileDownloadCompleted', replay_name: 'incident-1' },
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...{ service: 'media-notify-dev', event_type: 'FileDownloadCompleted', EventsQuarantined: 1 },
      }),
    );
  });

  it('lets Lambda see an error, after saying what it was', async () => {
    const consume = () => Promise.reject(new AlmanacError('CLAIMED_ELSEWHERE', 'Another run is at this'));
    await expect(event(options(consume))({ id: 'e1' }, lambdaContext())).rejects.toMatchObject({
      code: 'CLAIMED_ELSEWHERE',
    });
    expect(lines).toEqual([expect.objectContaining({ level: 'ERROR', code: 'CLAIMED_ELSEWHERE', event_id: 'e1' })]);
  });

  it('does as much for each message of a queue, with the trace of its sender', async () => {
    const { telemetry: ofQueue, ...rest } = options(async () => 'handled' as const);
    const handler = queue({
      telemetry: ofQueue,
      parse: (body) => ({ id: body }),
      onMessage: onEvent({ telemetry: ofQueue, ...rest }),
      onFailure: async () => undefined,
      changeVisibility: async () => undefined,
      ...{ maxReceiveCount: 3, retryDelaySeconds: 1 },
    });
    const traced = { body: 'e1', messageId: 'm1', traceHeader: 'Parent=1;Root=1-6744-def' };
    await handler(sqsEvent(traced, { body: 'e2', messageId: 'm2' }), lambdaContext());
    const consumed = lines.filter(({ message }) => message === 'event consumed');
    expect(consumed).toEqual([
      expect.objectContaining({ event_id: 'e1', message_id: 'm1', trace_id: '1-6744-def' }),
      expect.objectContaining({ event_id: 'e2', message_id: 'm2', trace_id: '1-6744-abc' }),
    ]);
    expect(consumed.every((line) => !('replay_name' in line))).toBe(true);
    expect(lines.filter(({ EventsHandled }) => EventsHandled === 1)).toHaveLength(2);
  });
});
