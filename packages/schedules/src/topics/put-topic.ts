import type { TopicDetails, TopicInput } from '@almanac/contracts';
import { contended, previewHours } from './book-hours.ts';
import { isActive } from './list-topic-schedules.ts';
import type { TopicDeps } from './ports.ts';
import { settleTopic } from './settle-topic.ts';
import { inputOf } from './topics.ts';

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
 * move and others may have to make room. Of two who put at once one has the last word, in the topic and in its schedule.
 * @throws AlmanacError `NO_FREE_SLOT`: nothing is changed then; `CONFLICT`, and those of telling Scheduler: see `settleTopic`
 */
export const putTopic = (deps: TopicDeps) => async (topicId: string, input: TopicInput) => {
  const present = await deps.schedules.get(topicId);
  if (present && isActive(present)) await previewHours(deps, { ...present, topic: input });
  const put = await putTopicRecord(deps, topicId, input);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const record = await deps.schedules.get(topicId);
    if (!record || record.status === 'deleting') return put;
    // Read after the record: a topic that is put later than this then finds a newer record, and replaces it in turn.
    const topic = await deps.topics.get(topicId);
    const next = {
      ...record,
      ...(topic && { topic: inputOf(topic) }),
      ...{ updatedAt: put.topic.updatedAt, version: record.version + 1 },
    };
    if (!(await deps.schedules.replace(next))) continue;
    await settleTopic(deps)(topicId);
    return put;
  }
  throw contended(topicId);
};
