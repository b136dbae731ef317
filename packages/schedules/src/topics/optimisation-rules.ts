import { Decimal } from '@almanac/kernel';

/** By what hours and frequencies are judged; docs/schedules/topics.md explains each. */
export const OPTIMISATION = {
  /** Videos that an hour needs to be judged. */
  minVideosPerHour: 3,
  /** Days of publication that count for hours. */
  windowDays: 28,
  /** The later part of the window, which is held against the rest. */
  recentDays: 14,
  /** Videos that each part needs. */
  minVideosPerPart: 5,
  /** An hour gives way to one that is at least so good, in percent of it. */
  betterPercent: 120,
  /** Rising from so many percent of before; falling below. */
  risingPercent: 120,
  fallingPercent: 70,
  /** Days between two changes of a frequency. */
  daysBetweenSteps: 7,
  /** More is produced only up to this cost of a video. Source: the requirement's TARGET_COST_PER_VIDEO. */
  targetCostPerVideo: Decimal.parse('1.00'),
  maxDailyFrequency: 5,
} as const;
