import * as z from 'zod';
import { billingPeriod } from './money.ts';

/**
 * Message of the publish queue: "what should be live for this report and billing period may have changed".
 * It carries no data: the publisher reads the ledger, so a late, repeated or reordered request does no harm.
 */
export const publishRequest = z.object({
  report: z.string().min(1),
  billingPeriod,
  cause: z.string().min(1).describe('Id of the object version or deletion that led to the request'),
  correlationId: z.string().min(1),
});
export type PublishRequest = z.infer<typeof publishRequest>;
