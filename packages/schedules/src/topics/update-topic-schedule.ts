import type { ScheduleConfigChange } from '@almanac/contracts';
import { describeError, sameJson } from '@almanac/kernel';
import { contended, previewHours } from './book-hours.ts';
import { checkConfig } from './check-config.ts';
import { topicScheduleNotFound } from './errors.ts';
import type { TopicDeps } from './ports.ts';
import type { PlannedTopicSchedule, TopicSchedule } from './records.ts';
import { settleTopic } from './settle-topic.ts';

export interface TopicScheduleUpdate {
  readonly topicId: string;
  /** What it does not name stays as it is. */
  readonly scheduleConfig: ScheduleConfigChange;
  /** Only where the record still has this version. */
  readonly ifVersion?: number;
}

const MAX_ROUNDS = 10;

/**
 * Changes when a topic is produced.
 * @throws AlmanacError `TOPIC_SCHEDULE_NOT_FOUND`; `CONFLICT` where `ifVersion` is not the latest; `NO_FREE_SLOT`, and those
 *   of `checkConfig`: nothing is changed then
 */
export const updateTopicSchedule =
  (deps: TopicDeps) =>
  async ({ topicId, scheduleConfig, ifVersion }: TopicScheduleUpdate): Promise<PlannedTopicSchedule> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const record = await deps.schedules.get(topicId);
      if (!record || record.status === 'deleting') throw topicScheduleNotFound(topicId);
      if (ifVersion !== undefined && record.version !== ifVersion) throw contended(topicId);
      const next = changed(record, scheduleConfig, deps.clock.now());
      checkConfig(topicId, next.config);
      await previewHours(deps, next);
      if (!(await deps.schedules.replace(next))) continue;
      const settled = await settledOrReverted(deps, record, next);
      if (settled) return settled;
    }
    throw contended(topicId);
  };

/** Others may have taken the last room since it was looked for: a change that is refused must not come later either. */
async function settledOrReverted(deps: TopicDeps, before: TopicSchedule, change: TopicSchedule) {
  try {
    return await settleTopic(deps)(before.topicId);
  } catch (error) {
    if (describeError(error).code === 'NO_FREE_SLOT') await revert(deps, before, change);
    throw error;
  }
}

async function revert(deps: TopicDeps, before: TopicSchedule, change: TopicSchedule): Promise<void> {
  const present = await deps.schedules.get(before.topicId);
  // Somebody has changed it since, and brings it to an end.
  if (!present || !sameJson(present.config, change.config)) return;
  const { frequencyChangedAt: _, ...rest } = present;
  const { config, frequencyChangedAt } = before;
  const reverted = { ...rest, config, ...(frequencyChangedAt !== undefined && { frequencyChangedAt }) };
  const isReverted = await deps.schedules.replace({ ...reverted, version: present.version + 1 });
  if (isReverted) await settleTopic(deps)(before.topicId);
}

function changed(record: TopicSchedule, change: ScheduleConfigChange, now: Date): TopicSchedule {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const config = { ...record.config, ...given };
  const at = now.toISOString();
  return {
    ...{ ...record, config, updatedAt: at, version: record.version + 1 },
    ...(config.dailyFrequency !== record.config.dailyFrequency && { frequencyChangedAt: at }),
  };
}
