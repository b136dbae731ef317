import { systemClock } from '@almanac/kernel';
import type { Command } from 'commander';
import type { WithDeadLetters } from './dead-letter-queues.ts';
import { print } from './output.ts';
import { type Redriven, redrive } from './redrive.ts';
import { type StackOptions, stackCommand } from './stack.ts';

/** The command that sends dead letters back. */
export const redriveCommand = (withDeadLetters: WithDeadLetters): Command =>
  stackCommand('Send failed messages back to be tried again, as often as the first time; none is lost on the way.')
    .option('--message <id>', 'only this message')
    .option('--dry-run', 'say what would happen and do nothing')
    .action((options: StackOptions & { message?: string; dryRun?: boolean }) =>
      withDeadLetters(options, async (stack) => {
        const isDryRun = options.dryRun ?? false;
        const queues = await redrive(stack, {
          ...(options.message !== undefined && { message: options.message }),
          isDryRun,
          now: systemClock.now(),
        });
        print({ dry_run: isDryRun, queues }, redriveText(queues, isDryRun, stack.leftovers), options);
      }),
    );

function redriveText(queues: readonly Redriven[], isDryRun: boolean, leftovers: string): string {
  if (queues.length === 0) return 'The dead-letter queues are empty.';
  return queues.flatMap((queue) => [...movedLines(queue, isDryRun), ...leftLines(queue, leftovers)]).join('\n');
}

const count = (messages: number) => `${messages} ${messages === 1 ? 'message' : 'messages'}`;

const movedLines = ({ queue, target, messages, message_ids }: Redriven, isDryRun: boolean) =>
  message_ids.length === 0
    ? []
    : [
        `${count(messages)} ${isDryRun ? 'would go' : 'went'} from ${queue} back to ${target}`,
        ...message_ids.map((id) => `  ${id}`),
      ];

const leftLines = ({ queue, left }: Redriven, leftovers: string) =>
  left.length === 0
    ? []
    : [`${count(left.length)} stay in ${queue}: ${leftovers}; nothing takes them`, ...left.map((id) => `  ${id}`)];
