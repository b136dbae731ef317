import { AlmanacError } from '@almanac/kernel';
import type { SlotRules } from '@almanac/schedules';
import * as z from 'zod';

/** A fixed day, so that the same topics get the same hours the whole year. */
const COMPARED_ON = new Date('2026-01-15T00:00:00Z');

const hours = z.array(z.int().min(0).max(23));
const slotRules = z.strictObject({
  audience_weights: z.union([z.array(z.number().min(0)).length(24), z.array(z.number()).length(0)]),
  min_gap_hours: z.int().min(0),
  peak_hours: hours,
  max_topics_per_slot: z.int().min(1),
  timezone: z.string().min(1),
});

/** What all topics have in common, as Terraform gives it to the functions. @throws AlmanacError `BAD_CONFIGURATION` */
export function parseSlotRules(text: string): SlotRules {
  const parsed = slotRules.safeParse(jsonIn(text));
  if (!parsed.success) {
    throw new AlmanacError('BAD_CONFIGURATION', `SLOT_RULES is wrong: ${z.prettifyError(parsed.error)}`);
  }
  const { audience_weights, min_gap_hours, peak_hours, max_topics_per_slot, timezone } = parsed.data;
  return {
    ...(audience_weights.length > 0 && { audienceWeights: audience_weights }),
    ...{ minGapHours: min_gap_hours, peakHours: peak_hours, maxTopicsPerSlot: max_topics_per_slot, timezone },
    comparedOn: COMPARED_ON,
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
