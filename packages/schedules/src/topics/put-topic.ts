import type { TopicDetails, TopicInput } from '@almanac/contracts';
import { contended } from './book-hours.ts';
import type { TopicDeps } from './ports.ts';
import { settleTopic } from './settle-topic.ts';

const MAX_ROUNDS = 10;

/** Creates or replaces the record of a topic; its schedule does not hear of it. */
export async function putTopicRecord(
  { topics, clock }: Pick<TopicDeps, 'topics' | 'clock'>,
  topicId: string,
  input: TopicInput,
): Promise<{ readonly created: boolean; readonly topic: TopicDetails }> {
  const before = await topics.get(topicId);
  const now = clock.now().toISOString();
  const topic = { ...input, topicId, createdAt: before?.createdAt ?? now, updatedAt: now };
  await topics.put(topic);
  return { created: before === undefined, topic };
}

/**
 * Creates a topic, or replaces it. Its schedule, if it has one, gets the new texts and the new priority, by which it may
 * move and others may have to make room.
 * @throws AlmanacError `NO_FREE_SLOT`, `CONFLICT`
 */
export const putTopic = (deps: TopicDeps) => async (topicId: string, input: TopicInput) => {
  const put = await putTopicRecord(deps, topicId, input);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const record = await deps.schedules.get(topicId);
    if (!record || record.status === 'deleting') return put;
    const next = { ...record, topic: input, updatedAt: put.topic.updatedAt, version: record.version + 1 };
    if (!(await deps.schedules.replace(next))) continue;
    await settleTopic(deps)(topicId);
    return put;
  }
  throw contended(topicId);
};
