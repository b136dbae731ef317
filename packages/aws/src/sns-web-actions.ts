import { webAction } from '@almanac/contracts';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { WebActions } from './web-action-issues.ts';

/** The `web-actions` topic: whoever reads it makes the request, and knows the secrets that it needs. */
export const snsWebActions = (sns: SNSClient, topicArn: string): WebActions => ({
  async request(action) {
    const Message = JSON.stringify(webAction.parse(action));
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message }));
  },
});
