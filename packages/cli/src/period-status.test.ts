import type { LedgerPeriod, WaitingDelivery } from '@almanac/aws';
import { describe, expect, it } from '@jest/globals';
import { periodStatuses } from './period-status.ts';

const live: LedgerPeriod = {
  report: 'b',
  billing_period: '2025-01',
  state: 'live',
  live: { delivery_id: 'd1' },
  files: ['f'],
  parts: 1,
  shadow: false,
  rows: 2,
  totals: {},
  published_at: 't',
};
const waiting = (report: string, extra: Partial<WaitingDelivery> = {}): WaitingDelivery => ({
  ...{ report, billingPeriod: '2025-01', deliveryId: 'd2', files: 3, missing: 1, since: 's', order: '1' },
  ...extra,
});

describe('periodStatuses', () => {
  it('shows a waiting delivery beside what is live', () => {
    expect(periodStatuses([live], [waiting('b')])).toEqual([
      {
        ...{ report: 'b', billing_period: '2025-01', delivery_id: 'd1', files: ['f'], rows: 2, totals: {} },
        ...{ published_at: 't', state: 'live', shadow: false },
        waiting: { delivery_id: 'd2', files: 3, missing: 1, since: 's' },
      },
    ]);
  });

  it('shows a period that was never live, in its place, and a manifest that waits for files to land', () => {
    const { deliveryId: _, files: __, ...manifest } = waiting('a');
    const [first, second] = periodStatuses([live], [manifest]);
    expect(first).toMatchObject({
      ...{ report: 'a', state: 'waiting', delivery_id: null, published_at: null, rows: 0 },
      waiting: { delivery_id: null, files: null, missing: 1, since: 's' },
    });
    expect(second).toMatchObject({ report: 'b', waiting: null });
  });
});
