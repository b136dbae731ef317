import { AlmanacError } from '@almanac/kernel';
import { lambdaContext, sqsEvent } from '@almanac/testkit';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type BatchOptions, batch } from './batch.ts';
import { telemetry } from './telemetry.ts';

process.env.POWERTOOLS_DEV = 'true';

describe('a handler of whole batches', () => {
  let hidden: [string, number][];
  let lines: string[];
  let options: Omit<BatchOptions, 'onBatch'>;
  beforeEach(() => {
    hidden = [];
    lines = [];
    jest.spyOn(console, 'warn').mockImplementation(() => undefined); // no metrics, which is right here
    jest.spyOn(console, 'error').mockImplementation((line) => void lines.push(String(line)));
    options = {
      telemetry: telemetry('example'),
      changeVisibility: async (handle, seconds) => void hidden.push([handle, seconds]),
      maxReceiveCount: 3,
      retryDelaySeconds: 2,
    };
  });
  const handle = (onBatch: BatchOptions['onBatch'], ...records: Parameters<typeof sqsEvent>) =>
    batch({ ...options, onBatch })(sqsEvent(...records), lambdaContext());

  it('acknowledges what did not fail', async () => {
    const answer = await handle(async () => new Map(), { body: 'a' });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(hidden).toEqual([]);
  });

  it('hands the failed ones back, with a pause that grows and ends, and says why', async () => {
    const records = Array.from({ length: 12 }, (_, n) => ({ body: '', messageId: `m${n}`, receiveCount: (n % 3) + 1 }));
    const failed = records.slice(0, 11).map(({ messageId }) => messageId);
    const error = new AlmanacError('NO_LEAVE', 'not allowed', { key: 'k' });
    const answer = await handle(async () => new Map(failed.map((id) => [id, error])), ...records);
    expect(answer).toEqual({ batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) });
    expect(hidden).toHaveLength(11);
    expect(hidden.slice(0, 3)).toEqual([
      ['handle-m0', 2],
      ['handle-m1', 4],
      ['handle-m2', 0],
    ]);
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ code: 'NO_LEAVE', message_id: 'm2', attempt: 3, final: true });
  });

  it('fails as a whole where the work throws, so that nothing is acknowledged', async () => {
    await expect(handle(() => Promise.reject(new Error('broken')), { body: 'a' })).rejects.toThrow('broken');
  });
});
