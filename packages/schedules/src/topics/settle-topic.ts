import { AlmanacError, describeError } from '@almanac/kernel';
import { dailyAt, type SlotPlan } from '../slots/plan-slots.ts';
import { bookHours, contended, releaseHours } from './book-hours.ts';
import { engineScheduleOf } from './engine-schedule.ts';
import { isActive } from './list-topic-schedules.ts';
import type { TopicDeps } from './ports.ts';
import type { Booking, PlannedTopicSchedule, TopicSchedule } from './records.ts';
import { ruleNameOf } from './rule-name.ts';
import { sameSlots, slotsOf } from './slots-of.ts';

/** Rounds against others who change the same record. */
const MAX_ROUNDS = 20;

/** Reason of hours that a topic was given when another one moved it at the same time. */
const MADE_ROOM = 'made room for a topic of higher priority';

/**
 * Makes the book of slots and EventBridge Scheduler agree with the record of a topic, whatever state it was left in. Topics
 * that have to make room are settled first, so that no hour ever has too many in Scheduler either. Safe to repeat.
 * @returns the record as it is then; undefined where there is none (any more)
 * @throws AlmanacError `NO_FREE_SLOT`, `CONFLICT`; `SCHEDULER_REFUSED`; `SCHEDULE_NOT_IN_SYNC` where Scheduler cannot be reached
 */
export const settleTopic =
  (deps: TopicDeps) =>
  async (topicId: string): Promise<PlannedTopicSchedule | undefined> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const record = await deps.schedules.get(topicId);
      if (!record || record.status === 'deleting') {
        if (await discard(deps, topicId, record)) return undefined;
        continue;
      }
      const plan = await bookHours(deps, record);
      for (const displaced of plan.displaced.values()) await moveAway(deps, displaced);
      const planned = await noteHours(deps, record, plan.own);
      const synced = planned && (await synchronise(deps, planned));
      if (synced) return synced;
    }
    throw contended(topicId);
  };

/** Makes record and Scheduler of a topic that made room agree with the book; it may have been moved on meanwhile. */
async function moveAway(deps: TopicDeps, plan: SlotPlan): Promise<void> {
  const { topicId } = plan;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const record = await deps.schedules.get(topicId);
    const booking = (await deps.book.load()).get(topicId);
    // Whoever is at these brings them to an end.
    if (!booking || !record || !isActive(record)) return;
    const planned = await noteHours(deps, record, planFrom(booking, plan));
    if (planned && (await synchronise(deps, planned))) return;
  }
  throw contended(topicId);
}

function planFrom({ hours }: Booking, plan: SlotPlan): SlotPlan {
  const reasonOf = (hour: number) => plan.slots.find((slot) => slot.hour === hour)?.reason ?? MADE_ROOM;
  return {
    topicId: plan.topicId,
    slots: hours.map((hour) => ({ hour, reason: reasonOf(hour) })),
    scheduleExpression: dailyAt(hours),
  };
}

/** Puts the hours into the record. @returns the record; undefined where it has moved on */
async function noteHours(
  deps: TopicDeps,
  record: TopicSchedule,
  plan: SlotPlan,
): Promise<PlannedTopicSchedule | undefined> {
  const schedule = slotsOf(record, plan, record.schedule?.timeSlots);
  if (isActive(record) && sameSlots(record.schedule, schedule)) return record;
  const updatedAt = deps.clock.now().toISOString();
  const next = { ...record, schedule, status: 'active' as const, updatedAt, version: record.version + 1 };
  return (await deps.schedules.replace(next)) ? next : undefined;
}

/** Tells EventBridge Scheduler. @returns the record; undefined where it has moved on meanwhile, and Scheduler may have an old one */
async function synchronise(deps: TopicDeps, record: PlannedTopicSchedule): Promise<PlannedTopicSchedule | undefined> {
  if (record.syncedVersion === record.version) return record;
  const ruleArn = await told(record.topicId, () => deps.engine.put(engineScheduleOf(record)));
  const isLatest = await deps.schedules.markSynced(record.topicId, record.version, ruleArn);
  return isLatest ? { ...record, ruleArn, syncedVersion: record.version } : undefined;
}

/** Removes all that a topic without a schedule still has; the record last, which says that there is something to do. */
async function discard(deps: TopicDeps, topicId: string, record: TopicSchedule | undefined): Promise<boolean> {
  await told(topicId, () => deps.engine.remove(ruleNameOf(topicId)));
  await releaseHours(deps, topicId);
  if (record && (await deps.schedules.remove(topicId, record.version))) return true;
  return !(await touch(deps, topicId));
}

/** A record that was made anew while the old one was removed has lost what it had: a new version gets that again. */
async function touch(deps: TopicDeps, topicId: string): Promise<boolean> {
  const record = await deps.schedules.get(topicId);
  if (!record) return false;
  if (record.status !== 'deleting') await deps.schedules.replace({ ...record, version: record.version + 1 });
  return true;
}

/** What EventBridge Scheduler is told is stored before: whatever hinders telling it can be tried again. */
async function told<Answer>(topicId: string, tell: () => Promise<Answer>): Promise<Answer> {
  try {
    return await tell();
  } catch (cause) {
    if (describeError(cause).code === 'SCHEDULER_REFUSED') throw cause;
    throw new AlmanacError(
      'SCHEDULE_NOT_IN_SYNC',
      `The schedule of topic ${topicId} is stored, but EventBridge Scheduler does not know it yet: send the same request again, or leave it to the daily repair`,
      { topicId },
      { cause },
    );
  }
}
