import { DAY_MS } from '../calendar.ts';
import { OPTIMISATION } from './optimisation-rules.ts';
import { type HourFigures, type Sums, sumOf } from './performance.ts';
import { changeText, compareRatios, ratio } from './ratio.ts';

/** How a topic's videos do of late, held against the time before. */
export interface Trend {
  readonly direction: 'rising' | 'steady' | 'falling';
  readonly recent: Sums;
  readonly before: Sums;
  /** Such as `+35 %`. */
  readonly change: string;
}

/** The trend of engaged viewers a video; undefined with too few videos that have a date. */
export function trendOf(figures: readonly HourFigures[], now: Date): Trend | undefined {
  const { recentDays, windowDays, minVideosPerPart, risingPercent, fallingPercent } = OPTIMISATION;
  const recent = sumOf(published(figures, now, recentDays, 0));
  const before = sumOf(published(figures, now, windowDays, recentDays));
  if (Math.min(recent.videos, before.videos) < minVideosPerPart) return undefined;
  const [late, early] = [ratio(recent.engaged, recent.videos), ratio(before.engaged, before.videos)];
  const change = changeText(late, early) ?? (recent.engaged.units > 0n ? 'from none' : '+0 %');
  const isRising = compareRatios(late, early, risingPercent) >= 0 && recent.engaged.units > 0n;
  const isFalling = compareRatios(late, early, fallingPercent) <= 0 && before.engaged.units > 0n;
  return { direction: isRising ? 'rising' : isFalling ? 'falling' : 'steady', recent, before, change };
}

/** Those of the days from `from` days ago on, and before `to` days ago. */
function published(figures: readonly HourFigures[], now: Date, from: number, to: number): HourFigures[] {
  const day = (ago: number) => new Date(now.getTime() - ago * DAY_MS).toISOString().slice(0, 10);
  const [first, end] = [day(from - 1), to === 0 ? '~' : day(to - 1)];
  return figures.filter(({ date }) => date !== undefined && date >= first && date < end);
}
