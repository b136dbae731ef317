import { AlmanacError } from '@almanac/kernel';
import { type HoursPlan, planHours, type Wish } from './plan-hours.ts';
import type { TopicDeps } from './ports.ts';
import type { BookingChange } from './records.ts';

/** Tries against others who book at the same moment. */
const MAX_ROUNDS = 40;
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 1_500;

type BookDeps = Pick<TopicDeps, 'book' | 'schedules' | 'rules' | 'clock' | 'random' | 'wait'>;

/** What a topic would get now; nothing is booked. @throws AlmanacError `NO_FREE_SLOT` */
export const previewHours = async (deps: Pick<BookDeps, 'book' | 'schedules' | 'rules'>, wish: Wish) =>
  planHours(await deps.book.load(), wish, deps.rules, wishIn(deps));

/**
 * Chooses hours for a topic and books them, and others for those that have to make room, at once. Again for the same wish it
 * changes nothing.
 * @throws AlmanacError `NO_FREE_SLOT`; `CONFLICT` where others kept booking the same hours
 */
export async function bookHours(deps: BookDeps, wish: Wish): Promise<HoursPlan> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const plan = await previewHours(deps, wish);
    const changes = plan.changes.map((change) => dated(change, deps.clock.now()));
    if (await deps.book.change(changes, deps.rules.maxTopicsPerSlot)) return plan;
    await deps.wait(deps.random() * Math.min(FIRST_PAUSE_MS * 2 ** round, MAX_PAUSE_MS));
  }
  throw contended(wish.topicId);
}

/** Gives back whatever a topic holds. @throws AlmanacError `CONFLICT` */
export async function releaseHours(deps: Pick<BookDeps, 'book' | 'rules'>, topicId: string): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = (await deps.book.load()).get(topicId);
    if (!before) return;
    if (await deps.book.change([{ topicId, before }], deps.rules.maxTopicsPerSlot)) return;
  }
  throw contended(topicId);
}

const dated = (change: BookingChange, now: Date): BookingChange =>
  change.after ? { ...change, after: { ...change.after, bookedAt: now.toISOString() } } : change;

const wishIn = (deps: Pick<BookDeps, 'schedules'>) => async (topicId: string) => {
  const record = await deps.schedules.get(topicId);
  return record?.status === 'deleting' ? undefined : record;
};

/** Somebody else was faster again and again. */
export const contended = (topicId: string): AlmanacError =>
  new AlmanacError('CONFLICT', `Others keep changing the schedules that ${topicId} meets: try again in a moment`, {
    topicId,
  });
