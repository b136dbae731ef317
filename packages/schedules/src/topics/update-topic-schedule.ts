import type { ScheduleConfigChange } from '@almanac/contracts';
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
      const settled = await settleTopic(deps)(topicId);
      if (settled) return settled;
    }
    throw contended(topicId);
  };

function changed(record: TopicSchedule, change: ScheduleConfigChange, now: Date): TopicSchedule {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const config = { ...record.config, ...given };
  const at = now.toISOString();
  return {
    ...{ ...record, config, updatedAt: at, version: record.version + 1 },
    ...(config.dailyFrequency !== record.config.dailyFrequency && { frequencyChangedAt: at }),
  };
}
