import type { TopicPerformance, VideoPublished } from '@almanac/contracts';
import { Decimal } from '@almanac/kernel';

/** The newest figures of one video. */
export interface VideoPerformance {
  readonly topicId: string;
  readonly videoId: string;
  /** Hour of the day in the topic's zone. */
  readonly hour: number;
  /** UTC to the millisecond, as `measuredAt`. */
  readonly publishedAt: string;
  readonly measuredAt: string;
  /** The event that told them. */
  readonly eventId: string;
  readonly views: number;
  /** Share of viewers who did something, 0 to 1. */
  readonly engagement: Decimal;
  /** US dollars. */
  readonly costPerVideo: Decimal;
}

/** How videos of an hour did: one, or some that were added up. */
export interface HourFigures {
  readonly hour: number;
  /** `YYYY-MM-DD`; absent where nobody knows. */
  readonly date?: string;
  readonly videos: number;
  /** Viewers who did something, of all these videos. */
  readonly engaged: Decimal;
  /** US dollars, of all these videos. */
  readonly cost: Decimal;
}

const ONE_DIGIT_YEAR = '9999-12-31T23:59:59.999Z';

/** The figures that an event tells; times are normalised, so that texts sort as times do. */
export function videoPerformanceOf(eventId: string, detail: Omit<VideoPublished, 'metadata'>): VideoPerformance {
  const publishedAt = instant(detail.publishedAt);
  return {
    topicId: detail.topicId,
    videoId: detail.videoId,
    hour: detail.hour,
    publishedAt,
    measuredAt: detail.measuredAt === undefined ? publishedAt : instant(detail.measuredAt),
    eventId,
    views: detail.views,
    engagement: Decimal.parse(detail.engagement),
    costPerVideo: Decimal.parse(detail.costPerVideo),
  };
}

const instant = (text: string): string => {
  const iso = new Date(text).toISOString();
  return iso.length === ONE_DIGIT_YEAR.length ? iso : ONE_DIGIT_YEAR;
};

/** Whether figures replace those that are known: the later measured ones do; of equal times those of the greater event id. */
export const isNewerPerformance = (one: VideoPerformance, known: VideoPerformance | undefined): boolean =>
  known === undefined ||
  one.measuredAt > known.measuredAt ||
  (one.measuredAt === known.measuredAt && one.eventId > known.eventId);

export const figuresOfVideo = (video: VideoPerformance): HourFigures => ({
  hour: video.hour,
  date: video.publishedAt.slice(0, 10),
  videos: 1,
  engaged: Decimal.of(BigInt(video.views)).times(video.engagement),
  cost: video.costPerVideo,
});

/** Figures that a caller gives: `views` of all its videos, the rest per video. */
export function figuresGiven(given: TopicPerformance): HourFigures {
  const engagement = decimalOf(given.engagement);
  return {
    hour: given.hour,
    ...(given.date !== undefined && { date: given.date }),
    videos: given.videos,
    engaged: Decimal.of(BigInt(given.views)).times(engagement),
    cost: decimalOf(given.costPerVideo).times(Decimal.of(BigInt(given.videos))),
  };
}

const DECIMALS = 12;

/** A decimal as it is written. JavaScript writes numbers below a millionth with an exponent: of them twelve decimals count. */
function decimalOf(given: number | string): Decimal {
  const text = String(given);
  return Decimal.parse(typeof given === 'number' && text.includes('e') ? given.toFixed(DECIMALS) : text);
}

export type Sums = Pick<HourFigures, 'videos' | 'engaged' | 'cost'>;

const NOTHING: Sums = { videos: 0, engaged: Decimal.ZERO, cost: Decimal.ZERO };

/** Figures added up, exactly. */
export const sumOf = (figures: readonly Sums[]): Sums =>
  figures.reduce<Sums>(
    (sum, one) => ({
      videos: sum.videos + one.videos,
      engaged: sum.engaged.plus(one.engaged),
      cost: sum.cost.plus(one.cost),
    }),
    NOTHING,
  );

/** Figures added up by hour, ascending. */
export function sumsByHour(figures: readonly HourFigures[]): (Sums & { readonly hour: number })[] {
  const hours = [...new Set(figures.map(({ hour }) => hour))].sort((a, b) => a - b);
  return hours.map((hour) => ({ hour, ...sumOf(figures.filter((one) => one.hour === hour)) }));
}
