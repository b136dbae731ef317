import type { StackOutputs } from '@almanac/aws';
import { isS3Event } from './dead-letter-body.ts';
import { backTo, type DeadLetterQueue, named, type WithDeadLetters } from './dead-letter-queues.ts';
import { withStack } from './stack.ts';

const common = {
  bodyFor: ({ body }: { readonly body: string }) => body,
  unrecorded: 'no error recorded: the function was killed or ran out of memory',
};

/** Every dead-letter queue of cost reports and of alarms, in the order of the data. */
export const curDeadLetterQueues = (outputs: StackOutputs): DeadLetterQueue[] => [
  {
    ...common,
    ...named(outputs.cur_delivery_dlq_url),
    target: backTo('queue', outputs.cur_queue_url),
    isFedBySqs: false,
    // Alerts that SNS could not deliver, and runs of the cleanup, lie here too.
    bodyFor: ({ body }) => (isS3Event(body) ? body : undefined),
  },
  { ...common, ...named(outputs.cur_dlq_url), target: backTo('queue', outputs.cur_queue_url), isFedBySqs: true },
  {
    ...common,
    ...named(outputs.cur_publish_dlq_url),
    target: backTo('queue', outputs.cur_publish_queue_url),
    isFedBySqs: true,
  },
  { ...common, ...named(outputs.ops_delivery_dlq_url), isFedBySqs: false },
];

export const withCurDeadLetters: WithDeadLetters = (options, work) =>
  withStack(options, ({ outputs, deadLetters, ledger }) =>
    work({
      queues: curDeadLetterQueues(outputs),
      deadLetters,
      record: {
        failureOf: ({ messageId }) => ledger.failureOf(messageId),
        markRedriven: (messageId, at) => ledger.markRedriven(messageId, at),
      },
      leftovers: 'alerts that SNS could not deliver, or runs of the cleanup',
    }),
  );
