import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadLetter, ScheduleQueueOutputs } from '@almanac/aws';
import { describeError, systemClock } from '@almanac/kernel';
import { parseRunMessage, type RunHistory, type RunToBegin, runOf } from '@almanac/schedules';
import { runBody } from './dead-letter-body.ts';
import {
  backTo,
  behindQueue,
  type ConsumerOptions,
  type DeadLetterQueue,
  type DeadLetterStack,
  named,
  ofConsumer,
  type RecordedFailure,
} from './dead-letter-queues.ts';
import { onStack } from './stack.ts';

/** Runs `work` with the dead-letter queues of schedules. @throws AlmanacError `UNKNOWN_CONSUMER` */
export const withScheduleDeadLetters = <T>(
  options: ConsumerOptions,
  work: (stack: DeadLetterStack) => Promise<T>,
): Promise<T> =>
  onStack(
    {
      parse: (aws) => aws.parseScheduleQueueOutputs,
      ports: (aws, outputs: ScheduleQueueOutputs) => ({
        queues: ofConsumer(scheduleDeadLetterQueues(outputs), options.consumer),
        deadLetters: aws.sqsDeadLetters(aws.stackClients(outputs), sleep),
        record: {
          failureOf: failureOfRun(aws.stackRuns(outputs, systemClock)),
          // The history counts the tries of a run itself.
          markRedriven: async () => undefined,
        },
        leftovers: 'messages that SNS could not deliver, or starts of functions',
      }),
    },
    options,
    work,
  );

/** Every dead-letter queue of schedules, in the order of the data. */
export const scheduleDeadLetterQueues = (outputs: ScheduleQueueOutputs): DeadLetterQueue[] => [
  behindQueue('schedule-commands', outputs.schedule_commands_dlq_url, outputs.schedule_commands_queue_url),
  behindQueue('schedule-runner', outputs.schedule_runs_dlq_url, outputs.schedule_runs_queue_url),
  behindQueue('web-action', outputs.web_actions_dlq_url, outputs.web_actions_queue_url),
  behindQueue('notifier', outputs.notifications_dlq_url, outputs.notifications_queue_url),
  {
    ...named(outputs.schedule_delivery_dlq_url),
    consumer: 'delivery',
    target: backTo('queue', outputs.schedule_runs_queue_url),
    isFedBySqs: false,
    // Runs that Scheduler could not hand over. Messages of topics and starts of functions lie here too.
    bodyFor: ({ body, attributes }) => runBody(body, attributes),
    unrecorded: 'no error recorded',
  },
];

/** Why a run failed: as the history has it, or that its message is none; undefined for what is no run, or was published meanwhile. */
export const failureOfRun =
  (history: Pick<RunHistory, 'get'>) =>
  async ({ body, sentAt }: DeadLetter): Promise<RecordedFailure | undefined> => {
    if (runBody(body, {}) === undefined) return undefined;
    let identity: RunToBegin;
    try {
      identity = runOf(parseRunMessage(body), new Date(sentAt));
    } catch (thrown) {
      const { code, message } = describeError(thrown);
      return { last_error: { code, message } };
    }
    const run = await history.get(identity.schedule_id, identity.run_id);
    if (run?.outcome !== 'failed' || run.error === undefined) return undefined;
    const [, code = 'UNKNOWN', message = run.error] = /^([A-Z0-9_]+): (.*)$/s.exec(run.error) ?? [];
    return { last_error: { code, message, attempt: run.attempt, at: run.finished_at ?? run.planned_time } };
  };
