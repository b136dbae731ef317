import type { ScheduleConfig, TopicInput } from '@almanac/contracts';
import { AlmanacError, describeError, sameJson } from '@almanac/kernel';
import { contended, previewHours } from './book-hours.ts';
import { checkConfig } from './check-config.ts';
import { deleteTopicSchedule } from './delete-topic-schedule.ts';
import type { TopicDeps } from './ports.ts';
import { putTopicRecord } from './put-topic.ts';
import type { PlannedTopicSchedule, TopicSchedule } from './records.ts';
import { ruleNameOf } from './rule-name.ts';
import { settleTopic } from './settle-topic.ts';
import { getTopic, inputOf } from './topics.ts';

export interface TopicScheduleCreation {
  readonly topicId: string;
  /** Present where the topic is created, or replaced, with its schedule. */
  readonly topic?: TopicInput | undefined;
  readonly scheduleConfig: ScheduleConfig;
}

const MAX_ROUNDS = 10;

/**
 * Schedules the production of a topic. The record is written before hours are booked and EventBridge Scheduler is told, so
 * that whatever dies in between is taken up by the same request again, or by the repair.
 * @returns whether it is new; one that is the same already is answered as it is
 * @throws AlmanacError `TOPIC_NOT_FOUND`, `TOPIC_SCHEDULE_EXISTS`, `NO_FREE_SLOT`, `CONFLICT`, those of `checkConfig`, and those of
 *   telling Scheduler: see `settleTopic`
 */
export const createTopicSchedule =
  (deps: TopicDeps) =>
  async (
    given: TopicScheduleCreation,
  ): Promise<{ readonly created: boolean; readonly schedule: PlannedTopicSchedule }> => {
    const { topicId, scheduleConfig: config } = given;
    checkConfig(topicId, config);
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const existing = await deps.schedules.get(topicId);
      if (existing && existing.status !== 'deleting') refuseOther(existing, given);
      const record = existing ?? (await inserted(deps, newRecord(deps, topicId, await topicFor(deps, given), config)));
      const schedule = record && (await settled(deps, record));
      if (schedule) return { created: !existing, schedule };
    }
    throw contended(topicId);
  };

/** @returns the record as it is stored; undefined where somebody was faster */
async function inserted(deps: TopicDeps, record: TopicSchedule): Promise<TopicSchedule | undefined> {
  if (!(await deps.schedules.insert(record))) return undefined;
  // Whoever put the topic after it was read for the record, and before that was there, has not found it.
  const topic = await deps.topics.get(record.topicId);
  if (!topic || sameJson(inputOf(topic), record.topic)) return record;
  const next = { ...record, topic: inputOf(topic), version: record.version + 1 };
  return (await deps.schedules.replace(next)) ? next : undefined;
}

/** A record for which there is no room at all, or that Scheduler refuses, is not kept, whoever began it. */
async function settled(deps: TopicDeps, record: TopicSchedule) {
  const { topicId, version } = record;
  try {
    return await settleTopic(deps)(topicId);
  } catch (error) {
    const { code } = describeError(error);
    if (code === 'NO_FREE_SLOT' && record.schedule === null) await deps.schedules.remove(topicId, version);
    if (code === 'SCHEDULER_REFUSED' && (await isUnknownToEngine(deps, topicId)))
      await deleteTopicSchedule(deps)(topicId);
    throw error;
  }
}

const isUnknownToEngine = async ({ schedules }: TopicDeps, topicId: string): Promise<boolean> =>
  (await schedules.get(topicId))?.syncedVersion === 0;

function newRecord(deps: TopicDeps, topicId: string, topic: TopicInput, config: ScheduleConfig): TopicSchedule {
  const at = deps.clock.now();
  const now = at.toISOString();
  return {
    ...{ topicId, ruleName: ruleNameOf(topicId), ruleArn: null, schedule: null, topic, config },
    ...{ status: 'planning', createdAt: now, updatedAt: now, version: at.getTime(), syncedVersion: 0 },
  };
}

async function topicFor(
  deps: TopicDeps,
  { topicId, topic, scheduleConfig: config }: TopicScheduleCreation,
): Promise<TopicInput> {
  if (topic) {
    // A request that is refused for want of room stores no topic either.
    await previewHours(deps, { topicId, topic, config });
    await putTopicRecord(deps, topicId, topic);
    return topic;
  }
  return inputOf(await getTopic(deps)(topicId));
}

/** @throws AlmanacError `TOPIC_SCHEDULE_EXISTS` where the schedule that exists is another than the one asked for */
function refuseOther(existing: TopicSchedule, { topicId, topic, scheduleConfig }: TopicScheduleCreation): void {
  const wanted: Record<string, unknown> = {
    ...scheduleConfig,
    priority: scheduleConfig.priority,
    ...(topic && { topic }),
  };
  const present: Record<string, unknown> = { ...existing.config, topic: existing.topic };
  const differing = Object.keys(wanted).filter((name) => !sameJson(wanted[name] ?? null, present[name] ?? null));
  if (differing.length === 0) return;
  throw new AlmanacError(
    'TOPIC_SCHEDULE_EXISTS',
    `Topic ${topicId} has another schedule already (${differing.join(', ')} differ): change it with POST /schedules/update`,
    { topicId, differing },
  );
}
