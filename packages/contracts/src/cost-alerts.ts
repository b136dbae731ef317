import * as z from 'zod';
import { billingPeriod, decimalText } from './money.ts';

const totals = z.record(z.string().min(1), z.object({ unblended_cost: decimalText, amortized_cost: decimalText }));

/** Body of a message on the `cost-alerts` topic: what a person or a chat hook is told. */
export const costAlert = z.object({
  id: z.string().min(1).describe('Stable id: the same alert sent again carries the same id'),
  type: z.enum(['success', 'error', 'warning']),
  report: z.string().optional(),
  billing_period: billingPeriod.optional(),
  delivery_id: z.string().optional(),
  message: z.string().min(1),
  files: z.array(z.string()).describe('Keys of the files: of a delivery of many, the first hundred'),
  file_count: z.int().nonnegative().optional().describe('Number of files of a delivery'),
  rows: z.int().nonnegative().optional(),
  totals: totals.optional(),
  change: totals.optional().describe('Totals minus those of the delivery that was live before'),
  seconds_to_published: z.number().nonnegative().optional().describe('From the S3 event to the last row written'),
  error: z.object({ code: z.string(), message: z.string(), retry: z.string(), attempts: z.int() }).optional(),
  links: z.record(z.string(), z.string()),
  accounts: z.array(z.string()),
  account_names: z
    .record(z.string(), z.string())
    .optional()
    .describe('Names of those of `accounts` that have one, by account id'),
});
export type CostAlert = z.infer<typeof costAlert>;
