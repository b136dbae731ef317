import { z } from 'zod';
import { eventMetadata } from './envelope.ts';

/** `source` of every event of the cur subsystem. */
export const CUR_EVENT_SOURCE = 'almanac.cur';

/** Money leaves as text in plain decimal notation: no exponent, every digit. */
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
export const billingPeriod = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const day = z.iso.date();

const eventTotals = z.record(
  z.string().min(1).describe('Currency code'),
  z.object({ unblendedCost: decimalText, amortizedCost: decimalText }),
);

/** A delivery of a report went live: its numbers are what Almanac answers with from now on. */
export const costDataPublished = z.object({
  metadata: eventMetadata,
  report: z.string().min(1),
  billingPeriod,
  deliveryId: z.string().min(1),
  supersedes: z.string().min(1).optional().describe('The delivery that was live before'),
  files: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  shadow: z.boolean().optional().describe('True where the report is kept out of all totals (shadow_report_prefixes)'),
  totals: eventTotals,
  changedDays: z.array(day).describe('Days whose costs differ from before, ascending'),
  accounts: z.array(z.string()).describe('Usage accounts of the delivery, ascending'),
});
export type CostDataPublished = z.infer<typeof costDataPublished>;

/** A cost file could not be ingested; sent once per object version, on its last try. */
export const costFileFailed = z.object({
  metadata: eventMetadata,
  report: z.string().min(1).optional(),
  bucket: z.string().min(1),
  key: z.string(),
  etag: z.string(),
  versionId: z.string().optional(),
  code: z.string().min(1),
  message: z.string().min(1),
  attempts: z.int().positive(),
});
export type CostFileFailed = z.infer<typeof costFileFailed>;
