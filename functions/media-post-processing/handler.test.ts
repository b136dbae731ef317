import { fileDownloadCompleted } from '@almanac/contracts';
import { FakeQuarantine, FakeTasks, MemoryHandledEvents, SettableClock } from '@almanac/events/fakes';
import { onEvent, telemetry } from '@almanac/lambda';
import { busEvent } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'media-post-processing-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(['HANDLED_EVENTS_TABLE', 'QUARANTINE_QUEUE_URL', 'QUEUE_URL'].map((name) => [name, 'x'])),
  ...Object.fromEntries(['MAX_RECEIVE_COUNT', 'RETRY_DELAY_SECONDS'].map((name) => [name, '3'])),
};
const { onFailedTry, parseJob, postProcessing } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the worker of post-processing', () => {
  let deps: Parameters<typeof postProcessing>[0] & { tasks: FakeTasks; quarantine: FakeQuarantine };
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    jest.spyOn(console, 'info').mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    const clock = new SettableClock('2026-11-24T10:00:01Z');
    deps = {
      telemetry: telemetry('media-post-processing-dev'),
      handled: new MemoryHandledEvents(clock),
      quarantine: new FakeQuarantine(),
      clock,
      tasks: new FakeTasks(),
    };
  });
  const receive = (taskToken: string, task: string, event: object = busEvent(fileDownloadCompleted)) =>
    onEvent(postProcessing(deps))(parseJob(JSON.stringify({ taskToken, task, event })), { remainingMs: 1000 });
  const outcomes = () => lines.map(({ outcome }) => outcome);

  it('answers each waiting step with where its result would lie', async () => {
    await receive('t1', 'thumbnail');
    await receive('t2', 'transcode');
    const of = { fileId: 'dQw4w9WgXcQ', sourceKey: 'videos/dQw4w9WgXcQ.mp4', isPlaceholder: true };
    expect(deps.tasks.answers).toEqual([
      { taskToken: 't1', output: { ...of, task: 'thumbnail', resultKey: 'thumbnails/dQw4w9WgXcQ.jpg' } },
      { taskToken: 't2', output: { ...of, task: 'transcode', resultKey: 'transcoded/dQw4w9WgXcQ.mp4' } },
    ]);
  });

  it('gives a second execution of the same event the same answer', async () => {
    await receive('t1', 'thumbnail');
    await receive('t2', 'thumbnail');
    expect(outcomes()).toEqual(['handled', 'duplicate']);
    expect(deps.tasks.answers[1]?.output).toEqual(deps.tasks.answers[0]?.output);
  });

  it('fails the step of an event that violates its contract, each time', async () => {
    const event = busEvent(fileDownloadCompleted, { detail: { fileId: 'f1' } });
    await receive('t1', 'thumbnail', event);
    await receive('t2', 'thumbnail', event);
    const failed = { error: 'INVALID_EVENT', cause: expect.stringContaining('detail.size') };
    expect(deps.tasks.answers).toEqual(['t1', 't2'].map((taskToken) => ({ taskToken, ...failed })));
    expect(deps.quarantine.records).toHaveLength(1);
  });

  it('tells the state machine of a failure on the last try alone', async () => {
    const job = { taskToken: 't1', task: 'thumbnail', event: busEvent(fileDownloadCompleted) };
    const { signal } = new AbortController();
    const delivery = { messageId: 'm1', queue: 'q', number: 3, sentAt: new Date(0), signal, remainingMs: 1000 };
    const error = { code: 'INTERNAL', message: 'boom', details: {} };
    const failure = { delivery, message: parseJob(JSON.stringify(job)), error };
    await onFailedTry(deps)({ ...failure, final: false });
    expect(deps.tasks.answers).toEqual([]);
    await onFailedTry(deps)({ ...failure, final: true });
    expect(deps.tasks.answers).toEqual([{ taskToken: 't1', error: 'INTERNAL', cause: 'boom' }]);
  });

  it('does not read a job without its token', () => {
    expect(() => parseJob(JSON.stringify({ task: 'thumbnail', event: {} }))).toThrow(/taskToken/);
  });
});
