import * as z from 'zod';
import { recommendation } from './api/topic-fields.ts';

/** Body of a message on the `schedule-alerts` topic about the schedules of topics. */
export const scheduleAlert = z.object({
  id: z.string().min(1).describe('Stable id: the same alert sent again carries the same id'),
  type: z.enum(['topic_recommendations', 'topic_performance_falling']),
  message: z.string().min(1).describe('For people'),
  at: z.iso.datetime(),
  recommendations: z.array(recommendation),
  /** How many there are in all: a message holds a hundred of them. */
  total: z.int().nonnegative(),
});
export type ScheduleAlert = z.infer<typeof scheduleAlert>;
