import type { Mails } from '@almanac/schedules';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { sendableText } from './message-text.ts';
import { asSubject } from './sns-subject.ts';

/** A topic whose subscribers are addresses of people. */
export const snsMails = (sns: SNSClient, topicArn: string): Mails => ({
  async send({ subject, text }) {
    await sns.send(
      new PublishCommand({ TopicArn: topicArn, Subject: asSubject(subject), Message: sendableText(text) }),
    );
  },
});
