import { randomUUID } from 'node:crypto';
import { costAlert, costDataPublished, costFileFailed } from '@almanac/contracts';
import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { ACCOUNT, mailbox, openQueue, subscribe } from './own-queue.ts';
import { eventBridge, sqs } from './sdk.ts';
import { stack } from './stack.ts';

const notification = z.object({
  Subject: z.string(),
  Message: z.string().transform((text) => costAlert.strict().parse(JSON.parse(text))),
  MessageAttributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })),
});
export type Alert = z.infer<typeof notification>;

const costEvent = z.discriminatedUnion('detail-type', [
  z.looseObject({
    'detail-type': z.literal('CostDataPublished'),
    source: z.literal('almanac.cur'),
    detail: costDataPublished.detail.strict(),
  }),
  z.looseObject({
    'detail-type': z.literal('CostFileFailed'),
    source: z.literal('almanac.cur'),
    detail: costFileFailed.detail.strict(),
  }),
]);
export type CostEvent = z.infer<typeof costEvent>;

const landedEvent = z.looseObject({
  id: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({ object: z.looseObject({ key: z.string(), sequencer: z.string() }) }),
});
export type LandedEvent = z.infer<typeof landedEvent>;

const openRule = async (name: string, bus: string, pattern: object) => {
  const path = bus === 'default' ? name : `${bus}/${name}`;
  const queue = await openQueue(name, 'events.amazonaws.com', `arn:aws:events:${stack.region}:${ACCOUNT}:rule/${path}`);
  const rule = { Name: name, EventBusName: bus };
  await eventBridge.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
  await eventBridge.send(
    new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [{ Id: 'queue', Arn: queue.arn }] }),
  );
  const close = async () => {
    await eventBridge.send(new RemoveTargetsCommand({ Rule: name, EventBusName: bus, Ids: ['queue'] }));
    await eventBridge.send(new DeleteRuleCommand(rule));
    await sqs.send(new DeleteQueueCommand(queue));
  };
  return { QueueUrl: queue.QueueUrl, close };
};

/**
 * Listens to the cost alerts, to the cost bus, and to what S3 says of keys below `folder`. A message that does not
 * follow its contract makes the test fail. Everybody's alerts and events arrive: ask for those about one file.
 */
export const startListening = async (folder: string) => {
  const name = `it-${randomUUID()}`;
  const bell = await subscribe(stack.cost_alerts_topic_arn, (body) => notification.parse(JSON.parse(body)));
  const bus = await openRule(`${name}-bus`, stack.cost_bus_name, { source: ['almanac.cur'] });
  const landed = await openRule(`${name}-landed`, 'default', {
    source: ['aws.s3'],
    detail: { object: { key: [{ prefix: folder }] } },
  });
  const events = mailbox(bus.QueueUrl, (body) => costEvent.parse(JSON.parse(body)));
  const changes = mailbox(landed.QueueUrl, (body) => ({ body, ...landedEvent.parse(JSON.parse(body)) }));

  return {
    subscriptionEndpoint: bell.arn,
    /** Alerts about a key or a message. */
    alertsAbout: async (what: string): Promise<Alert[]> =>
      (await bell.received()).filter(({ Message: { files, links, message } }) => {
        const source = `s3://${stack.cur_bucket}/${what}`;
        return files.includes(what) || links.source === source || message.startsWith(`message ${what}:`);
      }),
    /** Warnings about a report as a whole. */
    warningsOf: async (report: string): Promise<Alert[]> =>
      (await bell.received()).filter(({ Message }) => Message.type === 'warning' && Message.report === report),
    published: async (report: string) =>
      (await events()).flatMap((event) =>
        event['detail-type'] === 'CostDataPublished' && event.detail.report === report ? event.detail : [],
      ),
    failed: async (key: string) =>
      (await events()).flatMap((event) =>
        event['detail-type'] === 'CostFileFailed' && event.detail.key === key ? event.detail : [],
      ),
    /** What S3 said of a key, oldest first; `body` is the message as a queue gets it. */
    landed: async (key: string) =>
      (await changes())
        .filter(({ detail }) => detail.object.key === key)
        .sort((a, b) => (a.detail.object.sequencer < b.detail.object.sequencer ? -1 : 1)),
    async close() {
      await Promise.all([bell.close(), bus.close(), landed.close()]);
    },
  };
};
export type Listener = Awaited<ReturnType<typeof startListening>>;
