import { type ScheduleAlert, scheduleAlert } from '@almanac/contracts';
import type { ScheduleAlerts } from '@almanac/schedules';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { asSubject } from './sns-subject.ts';

const SUBJECTS: Readonly<Record<ScheduleAlert['type'], string>> = {
  topic_recommendations: 'Schedules of topics: recommendations',
  topic_performance_falling: 'Schedules of topics: videos do worse than before',
};

/** The `schedule-alerts` topic: `type` and `id` are message attributes, for subscription filters and for telling repeats. */
export const snsScheduleAlerts = (sns: SNSClient, topicArn: string): ScheduleAlerts => ({
  async send(alert) {
    await sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: asSubject(SUBJECTS[alert.type]),
        Message: JSON.stringify(scheduleAlert.parse(alert), null, 2),
        MessageAttributes: {
          type: { DataType: 'String', StringValue: alert.type },
          id: { DataType: 'String', StringValue: alert.id },
        },
      }),
    );
  },
});
