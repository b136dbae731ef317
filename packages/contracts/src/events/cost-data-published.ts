import * as z from 'zod';
import { eventMetadata } from '../envelope.ts';
import { type DetailOf, eventContract } from '../event-contract.ts';
import { billingPeriod, decimalText } from '../money.ts';
import { CUR_EVENT_SOURCE } from '../sources.ts';

const totals = z.record(
  z.string().min(1).describe('Currency code'),
  z.object({
    unblendedCost: decimalText.describe('Unblended cost, in that currency'),
    amortizedCost: decimalText.describe('Amortised cost, in that currency'),
  }),
);

/** A delivery of a report went live: its numbers are what Almanac answers with from now on. */
export const costDataPublished = eventContract({
  name: 'CostDataPublished',
  version: '1.0',
  bus: 'cost',
  source: CUR_EVENT_SOURCE,
  summary: 'A delivery of a cost report went live: its numbers are what Almanac answers with from now on.',
  producers: ['cur-publish'],
  detail: z.object({
    metadata: eventMetadata,
    report: z.string().min(1).describe('Name of the report'),
    billingPeriod: billingPeriod.describe('Month of the bill, YYYY-MM'),
    deliveryId: z.string().min(1).describe('The delivery that is live now'),
    supersedes: z.string().min(1).optional().describe('The delivery that was live before'),
    files: z.int().nonnegative().describe('Number of its files'),
    rows: z.int().nonnegative().describe('Number of its line items'),
    shadow: z.boolean().optional().describe('True where the report is kept out of all totals (shadow_report_prefixes)'),
    totals: totals.describe('Costs of the delivery by currency code'),
    changedDays: z.array(z.iso.date()).describe('Days whose costs differ from before, ascending'),
    accounts: z.array(z.string()).describe('Usage accounts of the delivery, ascending'),
  }),
  example: {
    report: 'exports/daily',
    billingPeriod: '2026-10',
    deliveryId: '4f0c6de2b1a89d0e7c35fa12',
    files: 2,
    rows: 1842,
    totals: { USD: { unblendedCost: '1204.5533170125', amortizedCost: '1198.02' } },
    changedDays: ['2026-10-01', '2026-10-02'],
    accounts: ['111122223333'],
  },
});
export type CostDataPublished = DetailOf<typeof costDataPublished>;
