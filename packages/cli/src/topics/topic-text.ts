import type { components } from '@almanac/client';
import { fields, table } from '../table.ts';

type Schemas = components['schemas'];
export type Topic = Schemas['Topic'];
export type TopicSchedule = Schemas['TopicSchedule'];

/** A topic, one field a line. */
export const topicText = ({ topicId, topic, keywords, priority, createdAt, updatedAt }: Topic): string =>
  fields([
    ['topic', topicId],
    ['about', topic],
    ['keywords', keywords.join(', ')],
    ['priority', priority],
    ['created', createdAt],
    ['changed', updatedAt],
  ]);

/** The schedule of a topic, and why it has these hours. */
export function topicScheduleText(answer: Schemas['TopicScheduleAnswer']): string {
  const { schedule, nextExecution } = answer;
  const head = fields([
    ['topic', answer.topicId],
    ['schedule', answer.ruleName],
    ['expression', schedule.scheduleExpression],
    ['time zone', schedule.timezone],
    ['priority', schedule.priority],
    ['next run', nextExecution ?? 'none'],
  ]);
  const hours = table(
    schedule.reasons,
    [
      { title: 'HOUR', value: ({ hour }) => hour },
      { title: 'WHY', value: ({ reason }) => reason },
    ],
    'It has no hours.',
  );
  return [head, '', hours].join('\n');
}

/** Schedules of topics, one a line. */
export const topicSchedulesText = (schedules: readonly TopicSchedule[]): string =>
  table(
    schedules,
    [
      { title: 'TOPIC', value: ({ topicId }) => topicId },
      { title: 'ABOUT', value: ({ topic }) => topic.topic },
      { title: 'EXPRESSION', value: ({ schedule }) => schedule.scheduleExpression },
      { title: 'ZONE', value: ({ schedule }) => schedule.timezone },
      { title: 'PRIORITY', value: ({ schedule }) => schedule.priority },
      { title: 'STATUS', value: ({ status }) => status },
      { title: 'NEXT RUN', value: ({ nextExecution }) => nextExecution ?? '' },
    ],
    'No topic has a schedule.',
  );
