import { HOUR_MS } from '../calendar.ts';
import { zoneOf } from '../zones/zone.ts';
import { HOURS_OF_DAY, type SlotRules } from './topic.ts';

/** How busy and how expensive hours of the production are, asked by the hours of a topic's zone. */
export interface HourLoads {
  isFull(hour: number, timezone: string): boolean;
  isPeak(hour: number, timezone: string): boolean;
  take(hour: number, timezone: string): void;
}

/** No hour taken yet. @throws AlmanacError `INVALID_TIMEZONE` */
export function hourLoads(rules: SlotRules): HourLoads {
  const taken = new Map<number, number>();
  const produced = producedHours(rules);
  return {
    isFull: (hour, timezone) => (taken.get(produced(hour, timezone)) ?? 0) >= rules.maxTopicsPerSlot,
    isPeak: (hour, timezone) => rules.peakHours.includes(produced(hour, timezone)),
    take(hour, timezone) {
      const slot = produced(hour, timezone);
      taken.set(slot, (taken.get(slot) ?? 0) + 1);
    },
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
