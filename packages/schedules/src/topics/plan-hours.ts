import { AlmanacError } from '@almanac/kernel';
import { producedHours } from '../slots/hour-loads.ts';
import { planSlots, type SlotPlan } from '../slots/plan-slots.ts';
import type { SlotRules, Topic } from '../slots/topic.ts';
import type { Booking, BookingChange, TopicSchedule } from './records.ts';

/** What a topic asks for. */
export type Wish = Pick<TopicSchedule, 'topicId' | 'topic' | 'config'>;

export interface HoursPlan {
  /** Of the topic that was asked about. */
  readonly own: SlotPlan;
  /** Of topics that have to make room, by id. */
  readonly displaced: ReadonlyMap<string, SlotPlan>;
  readonly changes: readonly BookingChange[];
}

export const priorityOf = ({ topic, config }: Pick<Wish, 'topic' | 'config'>): number =>
  config.priority ?? topic.priority;

/**
 * Chooses hours for one topic. All others keep theirs, but for those of lower priority whose hour it takes because that is
 * full: they choose anew, after all others of their priority, and may displace further ones.
 * @param wishOf what a displaced topic asks for; undefined where nobody knows: it then wants what it has
 * @throws AlmanacError `NO_FREE_SLOT` where this topic or a displaced one would be left without any hour
 */
export async function planHours(
  bookings: ReadonlyMap<string, Booking>,
  wish: Wish,
  rules: SlotRules,
  wishOf: (topicId: string) => Promise<Wish | undefined>,
): Promise<HoursPlan> {
  const choosing = new Map<string, Wish>([[wish.topicId, wish]]);
  for (;;) {
    const plans = planAround(bookings, choosing, rules);
    const moved = [...plans.keys()].filter((id) => !sameHours(plans.get(id), bookings.get(id)));
    const more = moved.filter((id) => !choosing.has(id));
    if (more.length === 0) return planOf(plans, wish.topicId, moved, { bookings, choosing, rules });
    for (const id of more) choosing.set(id, (await wishOf(id)) ?? wishToStay(id, bookings.get(id)));
  }
}

/** Sorts behind all ids: who chooses comes after those of the same priority who keep what they have. */
const LAST = '\u007f';

/** Plans for those who choose; all others want what they have, and nothing else. */
function planAround(
  bookings: ReadonlyMap<string, Booking>,
  choosing: ReadonlyMap<string, Wish>,
  rules: SlotRules,
): Map<string, SlotPlan> {
  const kept = [...bookings].flatMap(([id, booking]) => (choosing.has(id) ? [] : [keeping(id, booking)]));
  const anew = [...choosing.values()].map((wish) => choosingTopic(wish, bookings.get(wish.topicId)));
  const plans = planSlots([...kept, ...anew], rules);
  return new Map(plans.map((plan) => [plan.topicId.replace(LAST, ''), plan]));
}

const keeping = (id: string, { hours, priority, timezone }: Booking): Topic => ({
  ...{ id, priority, timezone, dailyFrequency: hours.length },
  ...{ preferredHours: hours, currentHours: hours, stays: true },
});

const choosingTopic = (wish: Wish, booking: Booking | undefined): Topic => ({
  ...wish.config,
  id: LAST + wish.topicId,
  priority: priorityOf(wish),
  // Hours of another zone say nothing.
  ...(booking?.timezone === wish.config.timezone && { currentHours: booking.hours }),
});

const wishToStay = (topicId: string, booking: Booking | undefined): Wish => ({
  topicId,
  topic: { topic: topicId, keywords: [], priority: booking?.priority ?? 1 },
  config: {
    dailyFrequency: Math.max(1, booking?.hours.length ?? 1),
    preferredHours: [...(booking?.hours ?? [])],
    timezone: booking?.timezone ?? 'UTC',
  },
});

const sameHours = (plan: SlotPlan | undefined, booking: Booking | undefined): boolean =>
  plan?.slots.map(({ hour }) => hour).join() === booking?.hours.join();

interface Planning {
  readonly bookings: ReadonlyMap<string, Booking>;
  readonly choosing: ReadonlyMap<string, Wish>;
  readonly rules: SlotRules;
}

function planOf(
  plans: ReadonlyMap<string, SlotPlan>,
  topicId: string,
  moved: readonly string[],
  planning: Planning,
): HoursPlan {
  const own = plans.get(topicId);
  const loser = [topicId, ...moved].find((id) => plans.get(id)?.slots.length === 0);
  if (own === undefined || loser !== undefined) throw noFreeSlot(topicId, loser ?? topicId);
  return {
    own: { ...own, topicId },
    displaced: new Map(moved.filter((id) => id !== topicId).flatMap((id) => displacedPlan(id, plans.get(id)))),
    changes: [...planning.choosing.keys()].flatMap((id) => changeOf(id, plans.get(id), planning)),
  };
}

const displacedPlan = (topicId: string, plan: SlotPlan | undefined): [string, SlotPlan][] =>
  plan ? [[topicId, { ...plan, topicId }]] : [];

function changeOf(topicId: string, plan: SlotPlan | undefined, planning: Planning): BookingChange[] {
  const wish = planning.choosing.get(topicId);
  if (!wish || !plan) return [];
  const before = planning.bookings.get(topicId);
  const hours = plan.slots.map(({ hour }) => hour);
  const { timezone } = wish.config;
  const produced = producedHours(planning.rules);
  const slots = hours.map((hour) => produced(hour, timezone));
  const after = { hours, slots, timezone, priority: priorityOf(wish), bookedAt: before?.bookedAt ?? '' };
  if (before && isSame(before, after)) return [];
  return [{ topicId, ...(before && { before }), after }];
}

const isSame = (a: Booking, b: Booking): boolean =>
  JSON.stringify([a.hours, a.slots, a.timezone, a.priority]) ===
  JSON.stringify([b.hours, b.slots, b.timezone, b.priority]);

function noFreeSlot(topicId: string, loser: string): AlmanacError {
  const whose = loser === topicId ? `topic ${topicId}` : `topic ${loser}, which would have to make room for ${topicId}`;
  return new AlmanacError(
    'NO_FREE_SLOT',
    `Every hour of the day is full for ${whose}: remove the schedule of another topic, or raise max_topics_per_slot`,
    { topicId, leftWithout: loser },
  );
}
