import { mediaAlert, retryRequest, webAction } from '@almanac/contracts';
import { MAX_EVENT_BYTES } from '@almanac/events';
import { InvalidToken, type SFNClient, TaskTimedOut } from '@aws-sdk/client-sfn';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { snsMediaAlerts } from './sns-media-topics.ts';
import { snsWebActions } from './sns-web-actions.ts';
import { sqsQuarantine } from './sqs-quarantine.ts';
import { sqsRetryRequests } from './sqs-retry-requests.ts';
import { waitingTasks } from './step-functions-tasks.ts';
import { githubIssues } from './web-action-issues.ts';

interface Sent {
  readonly Message?: string;
  readonly MessageBody?: string;
  readonly Subject?: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: Record<string, { StringValue: string }>;
}

describe('what the media consumers send', () => {
  let sent: Sent[];
  const client = { send: async ({ input }: { input: Sent }) => void sent.push(input) };
  const sns = client as unknown as SNSClient;
  const sqs = client as unknown as SQSClient;
  beforeEach(() => {
    sent = [];
  });

  it('is known by its key without being read, and has a subject that SNS takes', async () => {
    const alert = {
      ...{
        key: 'k1',
        type: 'file-download-failed' as const,
        fileId: 'größe'.repeat(40),
        message: 'It failed',
        error: 'gone',
      },
      ...{ retries: 0, failedAt: '2026-11-24T10:00:00.000Z', correlationId: 'c1' },
    } as const;
    await snsMediaAlerts(sns, 'topic').send(alert);
    expect(mediaAlert.parse(JSON.parse(sent[0]?.Message ?? ''))).toEqual(alert);
    expect(sent[0]?.Subject).toMatch(/^Download of [\x20-\x7e]{1,87}$/);
    expect(sent[0]?.MessageAttributes).toMatchObject({
      key: { StringValue: 'k1' },
      type: { StringValue: 'file-download-failed' },
    });
  });

  it('keeps a retry back for as long as it says', async () => {
    const request = {
      ...{ key: 'k1', fileId: 'f1', attempt: 2, limit: 3, errorCode: 'TIMEOUT', delaySeconds: 90 },
      ...{ causationId: 'e1', correlationId: 'c1' },
    };
    await sqsRetryRequests(sqs, 'queue').send(request);
    expect(sent[0]?.DelaySeconds).toBe(90);
    expect(retryRequest.parse(JSON.parse(sent[0]?.MessageBody ?? ''))).toEqual(request);
  });

  it('opens an issue by a web request that carries its key and no secret', async () => {
    await githubIssues(snsWebActions(sns, 'topic'), 'owner/name').open({ key: 'k1', title: 'It failed', body: 'Why' });
    expect(webAction.parse(JSON.parse(sent[0]?.Message ?? ''))).toEqual({
      url: 'https://api.github.com/repos/owner/name/issues',
      method: 'POST',
      headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
      body: { title: 'It failed', body: 'Why\n\n<!-- almanac:k1 -->' },
    });
  });

  it('opens an issue whose title GitHub takes, however long the code of the error is', async () => {
    const issue = { key: 'k1', title: `It failed: ${'x'.repeat(1000)}`, body: 'Why' };
    await githubIssues(snsWebActions(sns, 'topic'), 'owner/name').open(issue);
    const { title } = JSON.parse(sent[0]?.Message ?? '').body;
    expect(title).toMatch(/^It failed: x+…$/);
    expect(title).toHaveLength(256);
  });

  const event = {
    ...{ version: '0', id: 'e1', source: 's', 'detail-type': 'T', time: '2026-11-24T10:00:00Z' },
    ...{ region: 'us-east-1', account: '000000000000', resources: [], detail: {} },
  };

  it('says of an event that is wrong in a thousand places what fits', async () => {
    const errors = Array.from({ length: 1000 }, (_, i) => ({ path: `detail.list[${i}]`, message: 'wrong' }));
    const record = { consumer: 'media-notify', event, errors, quarantinedAt: '2026-11-24T10:00:01.000Z' };
    await sqsQuarantine(sqs, 'queue').put(record);
    expect(JSON.parse(sent[0]?.MessageBody ?? '')).toEqual({ ...record, errors: errors.slice(0, 20) });
  });

  it('of the largest event says of its errors what SQS has room for, the first one in any case', async () => {
    const detail = { text: 'x'.repeat(MAX_EVENT_BYTES - 100) };
    const errors = Array.from({ length: 20 }, (_, i) => ({
      path: `detail.${'é'.repeat(10_000)}`,
      message: `${i} is wrong`,
    }));
    const about = { consumer: 'media-notify', quarantinedAt: '2026-11-24T10:00:01.000Z' };
    await sqsQuarantine(sqs, 'queue').put({ ...about, event: { ...event, detail }, errors });
    const body = sent[0]?.MessageBody ?? '';
    expect(Buffer.byteLength(body)).toBeLessThan(262_144);
    const kept = JSON.parse(body).errors;
    expect(kept[0]).toMatchObject({ path: expect.stringMatching(/^detail\.é{100,}…$/), message: '0 is wrong' });
    expect(kept.length).toBeGreaterThan(1);
  });
});

describe('a waiting task', () => {
  const failing = (error: Error) =>
    waitingTasks({ send: () => Promise.reject(error) } as unknown as SFNClient).succeed('token', {});
  const because = { message: 'no', $metadata: {} };

  it.each([new TaskTimedOut(because), new InvalidToken(because)])('that is over needs no answer: %s', async (error) => {
    await expect(failing(error)).resolves.toBeUndefined();
  });

  it('is answered again where Step Functions is away', async () => {
    await expect(failing(new Error('throttled'))).rejects.toThrow('throttled');
  });
});
