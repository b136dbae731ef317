import { AlmanacError } from '@almanac/kernel';

export const topicNotFound = (topicId: string): AlmanacError =>
  new AlmanacError('TOPIC_NOT_FOUND', `There is no topic ${topicId}: create it with PUT /topics/{topicId}`, {
    topicId,
  });

export const topicScheduleNotFound = (topicId: string): AlmanacError =>
  new AlmanacError('TOPIC_SCHEDULE_NOT_FOUND', `Topic ${topicId} has no schedule: POST /schedules/create makes one`, {
    topicId,
  });
