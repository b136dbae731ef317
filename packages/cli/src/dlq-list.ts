import type { Command } from 'commander';
import { type ListedLetter, listLetters, type WithDeadLetters } from './dead-letter-queues.ts';
import { print } from './output.ts';
import { type StackOptions, stackCommand } from './stack.ts';
import { table, toSeconds } from './table.ts';

/** The command that lists what lies in dead-letter queues. */
export const listCommand = (withDeadLetters: WithDeadLetters): Command =>
  stackCommand('Every message that failed for good and why. Looking does not remove any.').action(
    (options: StackOptions) =>
      withDeadLetters(options, async (stack) => {
        const letters = (await listLetters(stack)).map(({ listed }) => listed);
        print(letters, letterTable(letters), options);
      }),
  );

const letterTable = (letters: ListedLetter[]) =>
  table(
    letters,
    [
      ...(letters.some(({ consumer }) => consumer !== undefined)
        ? [{ title: 'CONSUMER', value: ({ consumer }: ListedLetter) => consumer ?? '' }]
        : []),
      { title: 'QUEUE', value: ({ queue }) => queue },
      { title: 'MESSAGE', value: ({ message_id }) => message_id },
      { title: 'SENT', value: ({ sent_at }) => toSeconds(sent_at) },
      { title: 'ABOUT', value: ({ about }) => about },
      { title: 'REASON', value: ({ reason }) => reason },
    ],
    'The dead-letter queues are empty.',
  );
