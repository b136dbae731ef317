import * as z from 'zod';

/** What every event of Almanac carries in `detail.metadata`: who said it, when, and what led to it. */
export const eventMetadata = z
  .object({
    id: z.string().min(1).describe('Stable id: the same fact published again carries the same id'),
    version: z.string().regex(/^\d+$/).describe('Major version of the event type'),
    correlationId: z.string().min(1).describe('Shared by everything that one upload or request led to'),
    causationId: z.string().min(1).optional().describe('Id of the event or message that led to this one'),
    producer: z.string().min(1).describe('Function that published the event'),
    time: z.iso.datetime().describe('When the fact happened, UTC'),
  })
  .describe('Who said it, when, and what led to it');
export type EventMetadata = z.infer<typeof eventMetadata>;
