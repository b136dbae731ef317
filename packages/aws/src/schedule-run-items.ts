import { Decimal } from '@almanac/kernel';
import type { ScheduleRun } from '@almanac/schedules';
import * as z from 'zod';

/** The client reads numbers as exact decimals. */
const number = z
  .custom<Decimal>((value) => value instanceof Decimal)
  .transform((decimal) => Number(decimal.toString()));
const text = z.string();

const run = z.object({
  schedule_id: text,
  run_id: text,
  planned_time: text,
  started_at: text.nullable(),
  finished_at: text.nullable(),
  attempt: number,
  manual: z.boolean(),
  outcome: z.enum(['started', 'published', 'skipped', 'failed']),
  reason: text.exactOptional(),
  latency_ms: number.nullable(),
  error: text.exactOptional(),
  action: z
    .object({
      outcome: z.enum(['succeeded', 'failed', 'retrying']),
      http_status: number.exactOptional(),
      latency_ms: number.exactOptional(),
      error: z.object({ code: text, message: text }).exactOptional(),
      attempt: number.exactOptional(),
      recorded_at: text.exactOptional(),
    })
    .exactOptional(),
});

/** The run that an item of table `schedule_runs` tells of, without what is ours alone (lease, place, time to live). */
export const runOfItem = (item: Record<string, unknown>): ScheduleRun => run.parse(item);

/** The number of an attribute that may be absent. */
export const numberOf = (value: unknown): number | undefined => number.safeParse(value).data;
