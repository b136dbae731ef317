import { costAlert } from '@almanac/contracts';
import type { Announcement } from '@almanac/cur';
import type { PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { snsAlerts } from './sns-alerts.ts';

const links = { region: 'us-east-1', curatedBucket: 'curated' };
const announcement: Announcement = {
  ...{ id: 'a1', deliveryId: 'd1', shadow: false, files: ['bill.csv'], parts: 1, rows: 1, totals: {}, change: {} },
  ...{ changedDays: [], accounts: [], publishedAt: '2024-03-01T00:00:09Z', secondsToPublished: 9, publishMs: 1 },
  origin: {
    ...{ bucket: 'landing', key: 'bill.csv', id: 'v1' },
    ...{ eventTime: '2024-03-01T00:00:00Z', eventId: 'event-1' },
  },
};

/** Sends the alert of a failed file with this key; gives back what SNS would get. */
async function failedAlert(key: string): Promise<Partial<PublishCommandInput>> {
  const sent: PublishCommandInput[] = [];
  const sns = {
    send: async ({ input }: { input: PublishCommandInput }) => void sent.push(input),
  } as unknown as SNSClient;
  await snsAlerts(sns, 'topic', links).failed({
    messageId: 'm1',
    queue: 'q',
    code: 'BAD_AMOUNT',
    message: 'Row 3',
    attempt: 3,
    final: true,
    version: {
      id: 'v1',
      bucket: 'landing',
      key,
      report: 'r',
      etag: 'e',
      sequencer: '1',
      sizeBytes: 1,
      eventTime: '2024-03-01T00:00:00Z',
      eventId: 'event-1',
    },
  });
  return sent[0] ?? {};
}

describe('an alert', () => {
  it.each(['bill.csv', `${'long/'.repeat(60)}bill.csv`, 'größe\n€.csv'])(
    'about %j has a subject that SNS takes',
    async (key) => {
      const { Subject } = await failedAlert(key);
      expect(Subject).toMatch(/^Cost report failed: [\x20-\x7e]{1,79}$/);
    },
  );

  it('of a delivery names those of its accounts that have a name', async () => {
    const sent: PublishCommandInput[] = [];
    const sns = { send: async ({ input }: { input: PublishCommandInput }) => void sent.push(input) };
    const alerts = snsAlerts(sns as unknown as SNSClient, 'topic', links, async () => new Map([['2', 'payments']]));
    const period = { report: 'r', billingPeriod: '2024-02' };
    await alerts.published({ ...announcement, accounts: ['1', '2'] }, period);
    await alerts.published({ ...announcement, accounts: ['1'] }, period);
    const [named, unnamed] = sent.map(({ Message = '' }) => costAlert.parse(JSON.parse(Message)));
    expect(named).toMatchObject({ accounts: ['1', '2'], account_names: { '2': 'payments' } });
    expect(sent[0]?.MessageAttributes?.accounts?.StringValue).toBe('["1","2"]');
    expect(unnamed).not.toHaveProperty('account_names');
  });

  it('says in full what failed, where, and how to try again', async () => {
    const key = `${'long/'.repeat(60)}€.csv`;
    const { Message = '', MessageAttributes } = await failedAlert(key);
    const alert = costAlert.parse(JSON.parse(Message));
    expect(alert).toMatchObject({ type: 'error', files: [key], error: { code: 'BAD_AMOUNT', attempts: 3 } });
    expect(alert.message).toContain(`s3://landing/${key}`);
    expect(alert.error?.retry).toContain('--message m1');
    expect(MessageAttributes?.type).toEqual({ DataType: 'String', StringValue: 'error' });
  });
});
