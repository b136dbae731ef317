import { AlmanacError, fixedClock } from '@almanac/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseChannels } from './channels.ts';
import { FakeGivenUp, FakeMails, FakeWebRequests, MemoryRunOutcomes, MemorySecrets, memoryOnce } from './fakes.ts';
import { type NotifierDeps, notify } from './notify.ts';

const channels = parseChannels(
  JSON.stringify({
    ntfy: { url: 'https://ntfy.example.com/sub/my-topic', default: true },
    slack: { secret_arn: 'arn:slack' },
    teams: { secret_arn: 'arn:teams' },
    webhook: { secret_arn: 'arn:webhook' },
    email: {},
  }),
);
const first = { number: 1, isLast: false, remainingMs: 1000 };

describe('the notifier', () => {
  let requests: Record<string, FakeWebRequests>;
  let outcomes: MemoryRunOutcomes;
  let mails: FakeMails;
  let deps: NotifierDeps;
  beforeEach(() => {
    requests = Object.fromEntries(channels.map(({ name }) => [name, new FakeWebRequests()]));
    outcomes = new MemoryRunOutcomes();
    outcomes.add('s1', 'r1');
    mails = new FakeMails();
    deps = {
      ...{ channels, outcomes, mails, givenUp: new FakeGivenUp(), once: memoryOnce() },
      clock: fixedClock('2026-11-28T10:00:00Z'),
      requestsTo: ({ name }) => to(name),
      secrets: new MemorySecrets({
        'arn:slack': 'https://hooks.slack.com/services/T/B/secret\n',
        'arn:teams': 'https://teams.example.com/workflows/1?sig=secret',
        'arn:webhook': JSON.stringify({ url: 'https://hook.example.com/', headers: { 'x-token': 't' } }),
      }),
    };
  });
  const to = (name: string): FakeWebRequests => requests[name] ?? new FakeWebRequests();
  const tell = (payload: Record<string, unknown>, attempt = first) =>
    notify(deps)({ idempotency_key: 'k1', schedule_id: 's1', run_id: 'r1', schedule_name: 'weekly', payload }, attempt);
  const bodyTo = (name: string) => JSON.parse(to(name).sent[0]?.body ?? '');
  const noted = () => outcomes.runs.get('s1 r1');

  it('tells people through the default channel', async () => {
    const payload = { message: 'Hello', priority: 5, tags: ['golf'] };
    expect(await tell(payload)).toMatchObject({ outcome: 'succeeded', channels: ['ntfy'] });
    expect(to('ntfy').sent).toMatchObject([
      { url: 'https://ntfy.example.com/sub/', method: 'POST', idempotencyKey: 'k1', scheduleId: 's1', runId: 'r1' },
    ]);
    expect(bodyTo('ntfy')).toEqual({
      topic: 'my-topic',
      title: 'weekly',
      message: 'Hello',
      priority: 5,
      tags: ['golf'],
    });
    expect(noted()).toMatchObject({ outcome: 'succeeded' });
  });

  it('gives each channel the form that it takes', async () => {
    const payload = {
      message: '1 < 2 & 3\nfine',
      notification_channel: ['slack', 'teams', 'webhook', 'email'],
      extra: 1,
    };
    await tell(payload);
    expect(to('slack').sent[0]?.url).toBe('https://hooks.slack.com/services/T/B/secret');
    expect(bodyTo('slack')).toEqual({ text: '*weekly*\n1 &lt; 2 &amp; 3\nfine' });
    const [{ contentType, content }] = bodyTo('teams').attachments;
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(content).toMatchObject({ type: 'AdaptiveCard', version: '1.4' });
    expect(content.body.map(({ text }: { text: string }) => text)).toEqual(['weekly', '1 < 2 & 3', 'fine']);
    expect(to('webhook').sent[0]?.headers).toMatchObject({ 'x-token': 't', 'content-type': 'application/json' });
    expect(bodyTo('webhook')).toMatchObject({ schedule_id: 's1', run_id: 'r1', title: 'weekly', payload });
    expect(mails.sent).toEqual([{ subject: 'weekly', text: '1 < 2 & 3\nfine' }]);
  });

  it('makes a text fit that is too long for its channel', async () => {
    await tell({ message: 'ö'.repeat(50_000), notification_channel: ['ntfy', 'slack', 'teams'] });
    expect(bodyTo('ntfy').message).toMatch(/^ö+…$/);
    for (const [name, limit] of Object.entries({ ntfy: 4_500, slack: 40_000, teams: 28_000 })) {
      expect(Buffer.byteLength(to(name).sent[0]?.body ?? '')).toBeLessThan(limit);
    }
  });

  it('tries only those channels again that have failed', async () => {
    to('slack').answer({ status: 503, headers: { 'retry-after': '90' } }, { status: 200 });
    const payload = { message: 'M', notification_channel: ['ntfy', 'slack', 'email'] };
    await expect(tell(payload)).rejects.toMatchObject({
      ...{ code: 'ENDPOINT_UNAVAILABLE', details: { retry_after_seconds: 90 } },
    });
    expect(noted()).toMatchObject({ outcome: 'retrying', http_status: 503 });
    expect(await tell(payload, { ...first, number: 2 })).toMatchObject({ outcome: 'succeeded', isRepeat: false });
    expect([to('ntfy').sent.length, to('slack').sent.length, mails.sent.length]).toEqual([1, 2, 1]);
    expect(await tell(payload)).toMatchObject({ isRepeat: true });
  });

  it('puts an error that another try may mend before one that it does not', async () => {
    to('ntfy').answer({ status: 404 });
    to('slack').answer(new AlmanacError('OUTBOUND_TIMEOUT', 'No answer'), { status: 200 });
    const payload = { message: 'M', notification_channel: ['ntfy', 'slack'] };
    await expect(tell(payload)).rejects.toMatchObject({ code: 'OUTBOUND_TIMEOUT' });
    const result = await tell(payload, { ...first, number: 2 });
    expect(result).toMatchObject({
      outcome: 'failed',
      error: { message: expect.stringContaining('ntfy (ntfy.example.com)') },
    });
  });

  it('tells through the channels that there are, and says which there are not', async () => {
    const result = await tell({ message: 'M', notification_channel: ['ntfy', 'pager'] });
    expect(result).toMatchObject({ outcome: 'failed', error: { code: 'UNKNOWN_CHANNEL' } });
    expect(result.error?.message).toBe(
      'There is no channel "pager": configured are ntfy, slack, teams, webhook, email',
    );
    expect(to('ntfy').sent).toHaveLength(1);
    expect(noted()).toMatchObject({ outcome: 'failed' });
  });

  it('says nothing of a secret that is none, but that it is', async () => {
    deps = { ...deps, secrets: new MemorySecrets({ 'arn:slack': 'hunter2' }) };
    const error = await tell({ notification_channel: 'slack' }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'INVALID_CHANNEL_SECRET', message: expect.stringContaining('arn:slack') });
    expect(error.message).not.toContain('hunter2');
  });

  it('does not send to ntfy without a topic', async () => {
    deps = { ...deps, channels: parseChannels('{"ntfy":{"url":"https://ntfy.sh/"}}') };
    await expect(tell({ message: 'M' })).rejects.toMatchObject({ code: 'INVALID_CHANNELS' });
  });
});
