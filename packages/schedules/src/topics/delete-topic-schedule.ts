import { contended } from './book-hours.ts';
import { topicScheduleNotFound } from './errors.ts';
import type { TopicDeps } from './ports.ts';
import { settleTopic } from './settle-topic.ts';

const MAX_ROUNDS = 10;

/** Removes the schedule of a topic; the topic stays. @throws AlmanacError `TOPIC_SCHEDULE_NOT_FOUND`, `CONFLICT` */
export const deleteTopicSchedule =
  (deps: TopicDeps) =>
  async (topicId: string): Promise<{ readonly topicId: string; readonly ruleName: string }> => {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const record = await deps.schedules.get(topicId);
      if (!record) throw topicScheduleNotFound(topicId);
      const updatedAt = deps.clock.now().toISOString();
      const gone = { ...record, status: 'deleting' as const, updatedAt, version: record.version + 1 };
      if (record.status !== 'deleting' && !(await deps.schedules.replace(gone))) continue;
      await settleTopic(deps)(topicId);
      return { topicId, ruleName: record.ruleName };
    }
    throw contended(topicId);
  };
