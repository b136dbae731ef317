import { fileNotification, mediaAlert } from '@almanac/contracts';
import type { MediaAlerts, Notifications } from '@almanac/events';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { asSubject } from './sns-subject.ts';

/** Publishes a message whose `key` and `type` are attributes besides, for receivers that know repeats by their key. */
const publish = async (
  sns: SNSClient,
  topicArn: string,
  subject: string,
  message: { readonly key: string; readonly type: string },
): Promise<void> => {
  await sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      Subject: asSubject(subject),
      Message: JSON.stringify(message, null, 2),
      MessageAttributes: {
        key: { DataType: 'String', StringValue: message.key },
        type: { DataType: 'String', StringValue: message.type },
      },
    }),
  );
};

/** The `media-notifications` topic. */
export const snsNotifications = (sns: SNSClient, topicArn: string): Notifications => ({
  send: (notification) =>
    publish(sns, topicArn, `File ${notification.fileId} is there`, fileNotification.parse(notification)),
});

/** The `media-alerts` topic. */
export const snsMediaAlerts = (sns: SNSClient, topicArn: string): MediaAlerts => ({
  send: (alert) => publish(sns, topicArn, `Download of ${alert.fileId} failed`, mediaAlert.parse(alert)),
});
