import { parseExpression } from '../expressions/parse-expression.ts';
import { nextRuns } from '../occurrences/occurrences.ts';
import type { Page } from '../ports.ts';
import { pageById } from './page-by-id.ts';
import type { TopicDeps } from './ports.ts';
import type { PlannedTopicSchedule, TopicSchedule } from './records.ts';

/** All active schedules by topic id. @throws AlmanacError `INVALID_CURSOR` */
export const listTopicSchedules =
  ({ schedules }: Pick<TopicDeps, 'schedules'>) =>
  async ({ topicId, cursor }: { topicId?: string | undefined; cursor?: string | undefined }) => {
    const all = topicId === undefined ? await schedules.all() : [await schedules.get(topicId)];
    const page: Page<PlannedTopicSchedule> = pageById(all.filter(isActive), cursor);
    return page;
  };

export const isActive = (record: TopicSchedule | undefined): record is PlannedTopicSchedule =>
  record?.status === 'active' && record.schedule !== null;

/** When a topic is produced next, UTC to the millisecond; null where it never is. */
export function nextExecutionOf({ schedule }: PlannedTopicSchedule, now: Date): string | null {
  const timing = { expression: parseExpression(schedule.scheduleExpression), timezone: schedule.timezone };
  return nextRuns(timing, now, 1)[0]?.at.toISOString() ?? null;
}
