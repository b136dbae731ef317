import { isDeepStrictEqual } from 'node:util';
import { describeError } from '@almanac/kernel';
import { releaseHours } from './book-hours.ts';
import { engineScheduleOf } from './engine-schedule.ts';
import { isActive } from './list-topic-schedules.ts';
import type { TopicDeps } from './ports.ts';
import type { PlannedTopicSchedule, TopicSchedule } from './records.ts';
import { settleTopic } from './settle-topic.ts';

/** One thing that did not agree. */
export interface TopicRepair {
  /** The topic, or the name of the EventBridge schedule where nobody knows its topic. */
  readonly subject: string;
  readonly problem: 'record-not-settled' | 'engine-differs' | 'engine-orphan' | 'booking-orphan';
  /** Present where it could not be mended. */
  readonly error?: string;
}

/** A booking that is younger may belong to a record that is being written. */
const MIN_ORPHAN_AGE_MS = 15 * 60 * 1000;

/**
 * Finds where records, booked slots and EventBridge Scheduler disagree, and makes the latter two agree with the records. What
 * cannot be mended is told, and does not hold the rest up.
 * @returns what did not agree, by subject
 */
export const reconcileTopicSchedules =
  (deps: TopicDeps) =>
  async ({ dryRun = false }: { dryRun?: boolean } = {}): Promise<TopicRepair[]> => {
    // Names first: a record is written before its EventBridge schedule, so a name without a record is an orphan.
    const names: string[] = [];
    for await (const name of deps.engine.names()) names.push(name);
    const bookings = await deps.book.load();
    const records = await deps.schedules.all();
    const found = [
      ...(await recordProblems(deps, records)),
      ...orphans(names, new Set(records.map(({ ruleName }) => ruleName))).map((subject) => ({
        ...{ subject, problem: 'engine-orphan' as const, mend: () => deps.engine.remove(subject) },
      })),
      ...orphans([...bookings.keys()], new Set(records.map(({ topicId }) => topicId)))
        .filter((id) => isOld(bookings.get(id)?.bookedAt, deps.clock.now()))
        .map((subject) => ({
          ...{ subject, problem: 'booking-orphan' as const, mend: () => releaseHours(deps, subject) },
        })),
    ];
    const repairs: TopicRepair[] = [];
    for (const one of found) repairs.push(await mended(one, dryRun));
    return repairs.sort((a, b) => (a.subject < b.subject ? -1 : 1));
  };

interface Problem extends TopicRepair {
  readonly mend: () => Promise<unknown>;
}

async function mended({ mend, ...problem }: Problem, dryRun: boolean): Promise<TopicRepair> {
  if (dryRun) return problem;
  try {
    await mend();
    return problem;
  } catch (error) {
    // What is behind it says more than that Scheduler does not know yet.
    const { code, message } = describeError(error instanceof Error ? (error.cause ?? error) : error);
    return { ...problem, error: `${code}: ${message}` };
  }
}

async function recordProblems(deps: TopicDeps, records: readonly TopicSchedule[]): Promise<Problem[]> {
  const bookings = await deps.book.load();
  const problems: Problem[] = [];
  for (const record of records) {
    const subject = record.topicId;
    const isBooked = bookings.get(subject)?.hours.join() === record.schedule?.timeSlots.join();
    if (!isActive(record) || record.syncedVersion !== record.version || !isBooked) {
      problems.push({ subject, problem: 'record-not-settled', mend: () => settleTopic(deps)(subject) });
    } else {
      const mend = await mendingOf(deps, record);
      if (mend) problems.push({ subject, problem: 'engine-differs', mend });
    }
  }
  return problems;
}

/** What makes Scheduler agree with a record; undefined where it does. Of one that cannot be looked at that is told instead. */
async function mendingOf(deps: TopicDeps, record: PlannedTopicSchedule): Promise<Problem['mend'] | undefined> {
  try {
    return (await agrees(deps, record)) ? undefined : () => putAgain(deps, record);
  } catch (error) {
    return () => Promise.reject(error);
  }
}

async function agrees({ engine }: TopicDeps, record: PlannedTopicSchedule): Promise<boolean> {
  const wanted = engineScheduleOf(record);
  const present = await engine.get(record.ruleName);
  if (!present) return false;
  // What an engine says beyond what it was told is no difference.
  return Object.entries(wanted).every(([name, value]) =>
    isDeepStrictEqual(value, present[name as keyof typeof present]),
  );
}

/** Through a new version, so that whoever changes the record at the same time is not overwritten in Scheduler. */
async function putAgain(deps: TopicDeps, record: TopicSchedule): Promise<void> {
  await deps.schedules.replace({ ...record, version: record.version + 1 });
  await settleTopic(deps)(record.topicId);
}

const orphans = (all: readonly string[], known: ReadonlySet<string>): string[] => all.filter((one) => !known.has(one));

const isOld = (at: string | undefined, now: Date): boolean =>
  at !== undefined && now.getTime() - Date.parse(at) >= MIN_ORPHAN_AGE_MS;
