import { HOUR_MS } from '../calendar.ts';
import { checkZoneName } from './zone-name.ts';

/** Where a time of the wall clock falls. */
export interface Placed {
  /** Milliseconds since 1970 at which the clock shows it, ascending: none where it is left out, two where it comes twice. */
  readonly instants: readonly number[];
  /** The first of these; where there is none, when it would have been had the clock not been changed. */
  readonly nominal: number;
}

/** The clock of an IANA zone. "Local" milliseconds are those of the same reading on a clock of UTC. */
export interface Zone {
  readonly name: string;
  /** What the clock is ahead of UTC at an instant, in milliseconds. */
  offsetAt(instant: number): number;
  place(local: number): Placed;
  /** The latest time that the clock has shown until an instant: later than what it shows, where it was set back. */
  latestLocal(instant: number): number;
}

/** No zone changes its clock twice in this time and back, and none is further from UTC than three times this. */
const STEP_MS = 6 * HOUR_MS;
const STEPS = 3;
/** How many offsets are remembered per zone: almost three years of them. */
const MAX_REMEMBERED = 4_000;

const zones = new Map<string, Zone>();

/** @throws AlmanacError `INVALID_TIMEZONE` */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  checkZoneName(name);
  const zone = createZone(name);
  zones.set(name, zone);
  return zone;
}

function createZone(name: string): Zone {
  const read = offsetReader(name);
  const remembered = new Map<number, number>();
  const offsetAtStep = (step: number): number => {
    const known = remembered.get(step);
    if (known !== undefined) return known;
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    const offset = read(step * STEP_MS);
    remembered.set(step, offset);
    return offset;
  };
  const offsetAt = (instant: number): number => {
    const step = Math.floor(instant / STEP_MS);
    const offset = offsetAtStep(step);
    return offset === offsetAtStep(step + 1) ? offset : read(instant);
  };
  /** The different offsets at the steps around a time, as they come. */
  const offsetsAround = (time: number): number[] => {
    const first = Math.floor(time / STEP_MS) - STEPS;
    const found = [offsetAtStep(first)];
    for (let step = first + 1; step <= first + 2 * STEPS + 1; step += 1) {
      const offset = offsetAtStep(step);
      if (!found.includes(offset)) found.push(offset);
    }
    return found;
  };
  return {
    name,
    offsetAt,
    place: (local) => place(local, offsetsAround(local), offsetAt),
    latestLocal: (instant) => instant + Math.max(...offsetsAround(instant)),
  };
}

function place(local: number, offsets: readonly number[], offsetAt: Zone['offsetAt']): Placed {
  const [before = 0, ...others] = offsets;
  if (others.length === 0) return { instants: [local - before], nominal: local - before };
  const instants = offsets
    .map((offset) => local - offset)
    .filter((instant) => instant + offsetAt(instant) === local)
    .sort((a, b) => a - b);
  return { instants, nominal: instants[0] ?? local - before };
}

/** Reads offsets, to the second, from what the zone's clock shows. */
function offsetReader(name: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (instant) => {
    const second = Math.floor(instant / 1000) * 1000;
    const shown = format.format(second).match(/\d+/g)?.map(Number) ?? [];
    const [month = 1, day = 1, year = 0, hour = 0, minute = 0, seconds = 0] = shown;
    return Date.UTC(year, month - 1, day, hour, minute, seconds) - second;
  };
}
