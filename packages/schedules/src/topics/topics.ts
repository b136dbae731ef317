import type { TopicDetails, TopicInput } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import type { Page } from '../ports.ts';
import { topicNotFound } from './errors.ts';
import { pageById } from './page-by-id.ts';
import type { TopicDeps } from './ports.ts';

/** @throws AlmanacError `TOPIC_NOT_FOUND` */
export const getTopic =
  ({ topics }: Pick<TopicDeps, 'topics'>) =>
  async (topicId: string): Promise<TopicDetails> => {
    const topic = await topics.get(topicId);
    if (!topic) throw topicNotFound(topicId);
    return topic;
  };

/** What somebody said of a topic. */
export const inputOf = ({ topic, keywords, priority }: TopicDetails): TopicInput => ({ topic, keywords, priority });

/** All topics by id. @throws AlmanacError `INVALID_CURSOR` */
export const listTopics =
  ({ topics }: Pick<TopicDeps, 'topics'>) =>
  async (cursor?: string): Promise<Page<TopicDetails>> =>
    pageById(await topics.all(), cursor);

/** Deletes a topic that has no schedule. @throws AlmanacError `TOPIC_NOT_FOUND`, `TOPIC_IN_USE` */
export const deleteTopic =
  (deps: Pick<TopicDeps, 'topics' | 'schedules'>) =>
  async (topicId: string): Promise<void> => {
    await getTopic(deps)(topicId);
    const schedule = await deps.schedules.get(topicId);
    if (schedule) {
      throw new AlmanacError('TOPIC_IN_USE', `Topic ${topicId} has a schedule: delete that first`, {
        topicId,
        ruleName: schedule.ruleName,
      });
    }
    await deps.topics.remove(topicId);
  };
