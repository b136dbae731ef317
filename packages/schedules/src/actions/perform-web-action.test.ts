import { AlmanacError, fixedClock } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeGivenUp, FakeWebRequests, MemoryRunOutcomes, memoryOnce } from './fakes.ts';
import { performWebAction, type WebActionDeps } from './perform-web-action.ts';

const message = { idempotency_key: 'k1', schedule_id: 's1', run_id: 'r1', payload: { url: 'https://a.example.com/x' } };
const first = { number: 1, isLast: false, remainingMs: 1000 };

describe('a web action', () => {
  let requests: FakeWebRequests;
  let outcomes: MemoryRunOutcomes;
  let givenUp: FakeGivenUp;
  let deps: WebActionDeps;
  beforeEach(() => {
    requests = new FakeWebRequests();
    outcomes = new MemoryRunOutcomes();
    outcomes.add('s1', 'r1');
    givenUp = new FakeGivenUp();
    const clock = fixedClock('2026-11-28T10:00:00Z');
    deps = { requests, outcomes, givenUp, clock, once: memoryOnce() };
  });
  const perform = (what: Parameters<ReturnType<typeof performWebAction>>[0] = message, attempt = first) =>
    performWebAction(deps)(what, attempt);
  const noted = () => outcomes.runs.get('s1 r1');

  it('makes its request with who asks for it, and notes what came of it', async () => {
    requests.answer({ status: 204 });
    expect(await perform()).toEqual({
      ...{ outcome: 'succeeded', isRepeat: false, http_status: 204, latency_ms: 12, host: 'a.example.com' },
    });
    expect(requests.sent).toMatchObject([{ idempotencyKey: 'k1', scheduleId: 's1', runId: 'r1', method: 'GET' }]);
    expect(noted()).toMatchObject({ outcome: 'succeeded', http_status: 204, attempt: 1 });
  });

  it('is made once, however often its message comes', async () => {
    for (let i = 0; i < 3; i++) await perform();
    expect(requests.sent).toHaveLength(1);
    expect(await perform()).toMatchObject({ outcome: 'succeeded', isRepeat: true });
    expect(noted()).toMatchObject({ http_status: 200 });
  });

  it('that was made and not noted is noted the next time', async () => {
    const { record } = outcomes;
    outcomes.record = () => Promise.reject(new Error('DynamoDB is away'));
    await expect(perform()).rejects.toThrow('DynamoDB is away');
    outcomes.record = record;
    await perform(message, { ...first, number: 2 });
    expect(requests.sent).toHaveLength(1);
    expect(noted()).toEqual({ schedule_id: 's1', run_id: 'r1', outcome: 'succeeded', attempt: 2 });
  });

  it.each([408, 425, 429, 500, 502, 503, 504])('answered with %i is tried again', async (status) => {
    requests.answer({ status }, { status: 200 });
    await expect(perform()).rejects.toMatchObject({
      ...{ code: 'ENDPOINT_UNAVAILABLE', details: { host: 'a.example.com', http_status: status } },
    });
    expect(noted()).toMatchObject({
      ...{ outcome: 'retrying', http_status: status, attempt: 1, error: { code: 'ENDPOINT_UNAVAILABLE' } },
    });
    await perform(message, { ...first, number: 2 });
    expect(noted()).toMatchObject({ outcome: 'succeeded', attempt: 2 });
  });

  it.each([
    ['120', 120],
    ['Sat, 28 Nov 2026 10:05:00 GMT', 300],
    ['Sat, 28 Nov 2026 09:00:00 GMT', 0],
    ['999999', 21_600],
    ['soon', undefined],
  ])('waits for as long as it is asked to: %s', async (header, seconds) => {
    requests.answer({ status: 429, headers: { 'retry-after': header } });
    const error = await perform().catch((thrown) => thrown);
    expect(error.details.retry_after_seconds).toBe(seconds);
  });

  it.each([301, 400, 401, 403, 404, 410, 422])('answered with %i has failed, and is over', async (status) => {
    requests.answer({ status });
    expect(await perform()).toMatchObject({
      outcome: 'failed',
      http_status: status,
      error: { code: 'ENDPOINT_REFUSED' },
    });
    expect(noted()).toMatchObject({ outcome: 'failed', http_status: status, latency_ms: 12 });
    expect(requests.sent).toHaveLength(1);
    expect(givenUp.records).toEqual([]);
  });

  it.each([
    [new AlmanacError('OUTBOUND_TIMEOUT', 'No answer'), 'OUTBOUND_TIMEOUT'],
    [new AlmanacError('SECRET_WITHOUT_VALUE', 'No value'), 'SECRET_WITHOUT_VALUE'],
    [new TypeError('boom'), 'INTERNAL'],
  ])('is tried again after %s', async (error, code) => {
    requests.answer(error);
    await expect(perform()).rejects.toBe(error);
    expect(noted()).toMatchObject({ outcome: 'retrying', error: { code } });
  });

  it('has failed where its last try has, and says why even if that cannot be noted', async () => {
    requests.answer({ status: 500 });
    await expect(perform(message, { ...first, number: 5, isLast: true })).rejects.toMatchObject({
      ...{ code: 'ENDPOINT_UNAVAILABLE' },
    });
    expect(noted()).toMatchObject({ outcome: 'failed', attempt: 5 });
    outcomes.record = () => Promise.reject(new Error('DynamoDB is away'));
    await expect(perform()).rejects.toMatchObject({ code: 'ENDPOINT_UNAVAILABLE' });
  });

  it('that may not be sent has failed, and is over', async () => {
    requests.answer(new AlmanacError('OUTBOUND_REFUSED', 'No', { reason: 'address' }));
    expect(await perform()).toMatchObject({ outcome: 'failed', error: { code: 'OUTBOUND_REFUSED' } });
    expect(noted()).toMatchObject({ outcome: 'failed', error: { code: 'OUTBOUND_REFUSED' } });
  });

  it.each([
    [{ action: 'a' }, 'NO_DEFAULT_ENDPOINT'],
    [{ url: 'nonsense' }, 'INVALID_WEB_ACTION'],
  ])('that is wrong as %j has failed before anything is sent', async (payload, code) => {
    expect(await perform({ ...message, payload })).toMatchObject({ outcome: 'failed', error: { code } });
    expect(requests.sent).toEqual([]);
  });

  it('of no run is put where people find it, and can be sent again from there', async () => {
    const { schedule_id: _, run_id: __, ...alone } = message;
    requests.answer({ status: 401 }, { status: 201 });
    expect(await perform(alone)).toMatchObject({ outcome: 'failed' });
    expect(givenUp.records).toMatchObject([{ message: alone, error: { code: 'ENDPOINT_REFUSED' } }]);
    expect(await perform(alone)).toMatchObject({ outcome: 'succeeded', http_status: 201 });
  });

  it('that another one is at is left to that one', async () => {
    deps = { ...deps, once: memoryOnce(new Set(['web-action#k1'])) };
    await expect(perform()).rejects.toMatchObject({ code: 'CLAIMED_ELSEWHERE' });
    expect(noted()).toBeUndefined();
  });
});
