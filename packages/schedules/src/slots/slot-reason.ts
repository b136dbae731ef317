import type { Choice } from './choose-hours.ts';
import { HOURS_OF_DAY } from './topic.ts';

/** Why an hour was chosen, for people. */
export function slotReason(hour: number, hours: readonly number[], choice: Choice): string {
  const place = choice.preferred.indexOf(hour);
  const isClose = hours.some((other) => other !== hour && distance(hour, other) < choice.minGapHours);
  const weights = Array.from({ length: HOURS_OF_DAY }, (_, one) => choice.weight(one));
  const isWeighted = new Set(weights).size > 1;
  return [
    place >= 0 ? `preferred (${place + 1} of ${choice.preferred.length})` : fillReason(choice),
    ...(choice.current.includes(hour) ? ['kept'] : []),
    ...(isWeighted ? [`audience weight ${choice.weight(hour)}`] : []),
    ...(choice.isPeak(hour) ? ['a peak hour, for want of another'] : []),
    ...(isClose ? [`less than ${choice.minGapHours} h from another, for want of more room`] : []),
  ].join('; ');
}

function fillReason({ preferred, free, count }: Choice): string {
  const possible = preferred.filter((hour) => free.includes(hour)).length;
  const full = preferred.length - possible;
  return `filled in: ${possible} of ${count} preferred${full > 0 ? `, ${full} more had no room` : ''}`;
}

const distance = (a: number, b: number): number =>
  Math.min((a - b + HOURS_OF_DAY) % HOURS_OF_DAY, (b - a + HOURS_OF_DAY) % HOURS_OF_DAY);
