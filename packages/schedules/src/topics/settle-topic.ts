import { bookHours, contended, releaseHours } from './book-hours.ts';
import { engineScheduleOf } from './engine-schedule.ts';
import type { HoursPlan } from './plan-hours.ts';
import type { TopicDeps } from './ports.ts';
import type { TopicSchedule } from './records.ts';
import { ruleNameOf } from './rule-name.ts';
import { sameSlots, slotsOf } from './slots-of.ts';

/** Rounds against others who change the same record. */
const MAX_ROUNDS = 20;

/**
 * Makes the book of slots and EventBridge Scheduler agree with the record of a topic, whatever state it was left in. Topics
 * that have to make room are settled first, so that no hour ever has too many in Scheduler either. Safe to repeat.
 * @param settling topics that are being settled already
 * @returns the record as it is then; undefined where there is none (any more)
 * @throws AlmanacError `NO_FREE_SLOT`, `CONFLICT`
 */
export const settleTopic =
  (deps: TopicDeps) =>
  async (topicId: string, settling: readonly string[] = []): Promise<TopicSchedule | undefined> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const record = await deps.schedules.get(topicId);
      if (!record || record.status === 'deleting') {
        if (await discard(deps, topicId, record)) return undefined;
        continue;
      }
      const plan = await bookHours(deps, record);
      for (const id of plan.displaced) {
        if (!settling.includes(id)) await settleTopic(deps)(id, [...settling, topicId]);
      }
      const planned = await noteHours(deps, record, plan);
      const synced = planned && (await synchronise(deps, planned));
      if (synced) return synced;
    }
    throw contended(topicId);
  };

/** Puts the hours into the record. @returns the record; undefined where it has moved on */
async function noteHours(deps: TopicDeps, record: TopicSchedule, plan: HoursPlan): Promise<TopicSchedule | undefined> {
  const schedule = slotsOf(record, plan.own, record.schedule?.timeSlots);
  if (record.status === 'active' && sameSlots(record.schedule, schedule)) return record;
  const updatedAt = deps.clock.now().toISOString();
  const next = { ...record, schedule, status: 'active' as const, updatedAt, version: record.version + 1 };
  return (await deps.schedules.replace(next)) ? next : undefined;
}

/** Tells EventBridge Scheduler. @returns the record; undefined where it has moved on meanwhile, and Scheduler may have an old one */
async function synchronise(deps: TopicDeps, record: TopicSchedule): Promise<TopicSchedule | undefined> {
  if (record.syncedVersion === record.version) return record;
  const wanted = engineScheduleOf(record);
  if (!wanted) return undefined;
  const ruleArn = await deps.engine.put(wanted);
  const isLatest = await deps.schedules.markSynced(record.topicId, record.version, ruleArn);
  return isLatest ? { ...record, ruleArn, syncedVersion: record.version } : undefined;
}

/** Removes all that a topic without a schedule still has; the record last, which says that there is something to do. */
async function discard(deps: TopicDeps, topicId: string, record: TopicSchedule | undefined): Promise<boolean> {
  await deps.engine.remove(ruleNameOf(topicId));
  await releaseHours(deps, topicId);
  return record === undefined || deps.schedules.remove(topicId, record.version);
}
