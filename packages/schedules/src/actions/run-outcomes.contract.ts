import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RunOutcome, RunOutcomes } from './ports.ts';

/** Runs of a test, and how to look at what is noted on them. */
export interface RunOutcomesUnderTest {
  readonly outcomes: RunOutcomes;
  /** Makes a run as the runner does. */
  readonly add: (scheduleId: string, runId: string) => Promise<void>;
  /** The outcome noted on a run; undefined where none is, or where there is no run. */
  readonly noted: (scheduleId: string, runId: string) => Promise<object | undefined>;
}

/** What every record of runs has to do with the outcomes of their actions. */
export function runOutcomesContract(name: string, make: () => Promise<RunOutcomesUnderTest>): void {
  describe(`${name} keeps the contract of run outcomes`, () => {
    let runs: RunOutcomesUnderTest;
    beforeEach(async () => {
      runs = await make();
      await runs.add('s1', 'r1');
    });
    const retrying: RunOutcome = {
      ...{ schedule_id: 's1', run_id: 'r1', outcome: 'retrying', http_status: 503, latency_ms: 12, attempt: 1 },
      error: { code: 'ENDPOINT_UNAVAILABLE', message: 'It answered 503' },
    };
    const succeeded: RunOutcome = { schedule_id: 's1', run_id: 'r1', outcome: 'succeeded', attempt: 2 };
    const noted = () => runs.noted('s1', 'r1');

    it('notes an outcome on its run, and another one after it', async () => {
      await runs.outcomes.record(retrying);
      const { schedule_id: _, run_id: __, ...rest } = retrying;
      expect(await noted()).toMatchObject(rest);
      await runs.outcomes.record({ ...succeeded, http_status: 200, latency_ms: 7 });
      expect(await noted()).toMatchObject({ outcome: 'succeeded', http_status: 200, latency_ms: 7, attempt: 2 });
      expect(await noted()).not.toHaveProperty('error');
    });

    it('keeps a success', async () => {
      await runs.outcomes.record({ ...succeeded, http_status: 200 });
      await runs.outcomes.record(retrying);
      await runs.outcomes.record(succeeded);
      expect(await noted()).toMatchObject({ outcome: 'succeeded', http_status: 200, attempt: 2 });
    });

    it('makes no run', async () => {
      await runs.outcomes.record({ ...succeeded, run_id: 'r2' });
      expect(await runs.noted('s1', 'r2')).toBeUndefined();
      expect(await noted()).toBeUndefined();
    });
  });
}
