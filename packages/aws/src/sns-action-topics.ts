import { AlmanacError } from '@almanac/kernel';
import type { ActionTopics } from '@almanac/schedules';
import { AuthorizationErrorException, NotFoundException, PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { sendableJson } from './message-text.ts';

/** The topics of targets: the message is the payload, its attributes say which run it is of. */
export const snsActionTopics = (sns: SNSClient): ActionTopics => ({
  async publish({ topicArn, payload, attributes }) {
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    );
    try {
      await sns.send(new PublishCommand({ TopicArn: topicArn, Message: sendableJson(payload), MessageAttributes }));
    } catch (error) {
      throw explained(error, topicArn);
    }
  },
});

function explained(error: unknown, topicArn: string): unknown {
  if (error instanceof NotFoundException) {
    const message = `There is no topic ${topicArn}: create it, or change the schedule`;
    return new AlmanacError('TARGET_TOPIC_NOT_FOUND', message, { topic_arn: topicArn }, { cause: error });
  }
  if (error instanceof AuthorizationErrorException) {
    const message = `schedule-runner may not publish to ${topicArn}: its policy must let it, and the key of the topic too`;
    return new AlmanacError('TARGET_TOPIC_FORBIDDEN', message, { topic_arn: topicArn }, { cause: error });
  }
  return error;
}
