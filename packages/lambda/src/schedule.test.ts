import { AlmanacError } from '@almanac/kernel';
import { lambdaContext } from '@almanac/testkit';
import { describe, expect, it } from '@jest/globals';
import { type ScheduledRun, schedule } from './schedule.ts';
import { telemetry } from './telemetry.ts';

process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';

const event = { id: 'event-1', 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} };

describe('a scheduled handler', () => {
  const runOf = async (given: unknown, remainingMs?: number): Promise<ScheduledRun | undefined> => {
    let seen: ScheduledRun | undefined;
    const handler = schedule({
      telemetry: telemetry('test'),
      onRun: async (run) => {
        seen = run;
      },
    });
    await handler(given, lambdaContext(remainingMs));
    return seen;
  };

  it('names a run by its event, and one that was started by hand by its invocation', async () => {
    expect((await runOf(event))?.correlationId).toBe('event-1');
    expect((await runOf({}))?.correlationId).toBe('request-1');
  });

  it('tells the run some time before its time runs out', async () => {
    const run = await runOf(event, 15_020);
    expect(run).toMatchObject({ remainingMs: 15_020, signal: { aborted: false } });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(run?.signal.aborted).toBe(true);
  });

  it('lets an error be one, so that Lambda tries again', async () => {
    const onRun = () => Promise.reject(new AlmanacError('BROKEN', 'it broke'));
    const handler = schedule({ telemetry: telemetry('test'), onRun });
    await expect(handler(event, lambdaContext())).rejects.toThrow('it broke');
  });
});
