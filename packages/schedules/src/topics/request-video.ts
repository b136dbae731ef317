import type { TopicInput } from '@almanac/contracts';
import { stableId } from '@almanac/kernel';
import { MINUTE_MS } from '../calendar.ts';
import type { RunMessage } from '../records/run.ts';
import { priorityOf } from './plan-hours.ts';
import type { ProductionMetrics, TopicScheduleStore, TopicStore, VideoRequests } from './ports.ts';

export interface RequestVideoDeps {
  readonly topics: Pick<TopicStore, 'get'>;
  readonly schedules: Pick<TopicScheduleStore, 'get'>;
  readonly videos: VideoRequests;
  readonly metrics: ProductionMetrics;
}

/**
 * Has one video of a topic produced, because its schedule says so or somebody asked for it. The same planned time of the
 * same schedule gives the same event. A message that comes after its schedule (or, of one that was asked for, its topic) was
 * deleted has no effect.
 * @throws whatever hinders the publishing: deliver the message again
 */
export const requestVideo =
  (deps: RequestVideoDeps) =>
  async (message: RunMessage, plannedTime: Date): Promise<void> => {
    try {
      const topic = await topicOf(deps, message, plannedTime);
      if (!topic) return;
      await publish(deps, topic, message, plannedTime);
      deps.metrics.requested();
    } catch (error) {
      deps.metrics.failed();
      throw error;
    }
  };

type Subject = TopicInput & { readonly topicId: string };

async function topicOf(deps: RequestVideoDeps, message: RunMessage, planned: Date): Promise<Subject | undefined> {
  const { topic_id: topicId, schedule_id: ruleName } = message;
  if (topicId === undefined) return undefined;
  if (message.manual) return deps.topics.get(topicId);
  const record = await deps.schedules.get(topicId);
  if (record?.status !== 'active' || record.ruleName !== ruleName) return undefined;
  // Planned by a schedule of the same name that was deleted before this one was created.
  if (planned.getTime() < Math.floor(Date.parse(record.createdAt) / MINUTE_MS) * MINUTE_MS) return undefined;
  return { ...record.topic, priority: priorityOf(record), topicId };
}

async function publish(
  deps: RequestVideoDeps,
  subject: Subject,
  message: RunMessage,
  plannedTime: Date,
): Promise<void> {
  const { topicId, topic, keywords, priority } = subject;
  const { schedule_id: ruleName, manual } = message;
  const planned = plannedTime.toISOString();
  const id = stableId('video-generation', ruleName, manual?.run_id ?? planned);
  // An emulator leaves the placeholder.
  const executionId = message.execution_id.startsWith('<') ? id : message.execution_id;
  await deps.videos.publish(id, {
    ...{ topicId, topic, keywords: [...keywords], priority, ruleName, executionId },
    ...{ plannedTime: planned, manual: manual !== undefined, ...(manual && { requestedBy: manual.by }) },
  });
}
