import { HOUR_MS } from '../calendar.ts';
import { zoneOf } from '../zones/zone.ts';
import { HOURS_OF_DAY, type SlotRules, type Topic } from './topic.ts';

/** How busy and how expensive hours of the production are, asked by the hours of a topic's zone. */
export interface HourLoads {
  /** @param stays whether the topic that asks has the hour, and keeps it while no more come than have it */
  isFull(hour: number, timezone: string, stays?: boolean): boolean;
  isPeak(hour: number, timezone: string): boolean;
  take(hour: number, timezone: string): void;
}

/** No hour taken yet. @param topics whose present hours are those that one of them may keep @throws AlmanacError `INVALID_TIMEZONE` */
export function hourLoads(rules: SlotRules, topics: readonly Topic[]): HourLoads {
  const [taken, held] = [new Map<number, number>(), new Map<number, number>()];
  const produced = producedHours(rules);
  const addTo = (counts: Map<number, number>) => (hour: number, timezone: string) => {
    const slot = produced(hour, timezone);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  };
  for (const { currentHours = [], timezone } of topics) for (const hour of currentHours) addTo(held)(hour, timezone);
  return {
    isFull(hour, timezone, stays = false) {
      const slot = produced(hour, timezone);
      const room = stays ? Math.max(rules.maxTopicsPerSlot, held.get(slot) ?? 0) : rules.maxTopicsPerSlot;
      return (taken.get(slot) ?? 0) >= room;
    },
    isPeak: (hour, timezone) => rules.peakHours.includes(produced(hour, timezone)),
    take: addTo(taken),
  };
}

/** Gives the hour of the production in which an hour of a zone begins. @throws AlmanacError `INVALID_TIMEZONE` */
export function producedHours(rules: Pick<SlotRules, 'timezone' | 'comparedOn'>) {
  const day = rules.comparedOn.getTime();
  const offset = zoneOf(rules.timezone).offsetAt(day);
  // Asked for every hour of every topic, and the offset of a zone is not cheap.
  const shifts = new Map<string, number>();
  const shiftOf = (timezone: string): number => {
    const known = shifts.get(timezone);
    if (known !== undefined) return known;
    const shift = Math.floor((offset - zoneOf(timezone).offsetAt(day)) / HOUR_MS);
    shifts.set(timezone, shift);
    return shift;
  };
  return (hour: number, timezone: string): number =>
    (((hour + shiftOf(timezone)) % HOURS_OF_DAY) + HOURS_OF_DAY) % HOURS_OF_DAY;
}
